import path from 'node:path';
import { expect, test } from 'vitest';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { readSpans } from '../spans/read-spans.ts';
import { openTypes } from '../types/type-table.ts';
import { readMaps } from './read-maps.ts';

const source = path.join(import.meta.dirname, 'testdata', 'busy-maps.go');
const looks = 6;
/** Entries that a map keeps (busy-maps.go), and some for what happens between two reads. */
const mostEntries = 50_000 + 5000;

test.each([
  ['the local Go', {}],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
] as [string, BuildOptions][])(
  'maps that are written all the time are found, with sane numbers, on %s',
  async (_, options) => {
    await inspectGo<number[]>(buildGo(source, options), ({ facts, image, runtime, diagnostics }) => {
      const types = openTypes(runtime, image.memory, diagnostics);
      const found = new Map<number, number>();
      for (let look = 0; look < looks; look++) {
        image.memory.refresh();
        const spans = readSpans(runtime, image.memory, diagnostics);
        const maps = readMaps(runtime, spans, image.memory, [], diagnostics, { types });
        for (const address of facts) {
          const index = maps.indexAt(address);
          if (index < 0) continue;
          found.set(address, (found.get(address) ?? 0) + 1);
          const { len, slots, bytes, tombstones, type } = maps.record(index);
          expect(type).toBe('map[string][]uint8');
          expect(len).toBeLessThanOrEqual(mostEntries);
          expect(tombstones).toBeLessThanOrEqual(slots);
          // A slot takes 41 bytes at least, and the old array of a growing map half as much again.
          expect(bytes).toBeGreaterThan(slots * 40);
          expect(bytes).toBeLessThan(slots * 120);
        }
      }
      // How often one loses its array to a new one at the wrong moment is the machine's luck. It may be left out then, but
      // never in silence, and none is out of reach.
      const told = diagnostics.list().find(({ code }) => code === 'map-changed-while-read');
      const missed = facts.map((address) => looks - (found.get(address) ?? 0));
      expect(missed.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(told ? (told.count ?? 1) : 0);
      expect(Math.max(...missed)).toBeLessThan(looks);
    });
  },
);
