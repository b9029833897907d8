/* Traces that were cut or changed: whole generations are told, the rest is said to be missing. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { generationsOf } from '../testdata/compare-trace.ts';
import { flipBits, seededRandom } from '../testdata/damage.ts';
import { recordedTrace, tracedRun } from '../testdata/traced-program.ts';

/** Numbers of the generations with their counts of events, and what was said. */
function told(bytes: Uint8Array): { generations: [number: number, eventCount: number][]; codes: string[] } {
  const diagnostics = new Diagnostics();
  const generations: [number, number][] = [];
  for (const generation of generationsOf(bytes, diagnostics)) {
    const events = generation.events();
    let count = 0;
    for (let event = events.next(); event; event = events.next()) {
      count++;
      // Nothing that an event names may make the tables fail.
      generation.tables.stack(event.b);
      generation.tables.string(event.a);
    }
    generations.push([generation.number, count]);
  }
  return { generations, codes: diagnostics.list().map(({ code }) => code) };
}

describe.each(['local', 'go1.23.12'])('a trace of %s', (toolchain) => {
  let bytes: Uint8Array;
  let whole: ReturnType<typeof told>;
  beforeAll(() => {
    using run = tracedRun(toolchain, { rounds: 45 });
    bytes = run.bytes;
    whole = told(bytes);
  });

  test('that is whole has several generations and nothing to say', () => {
    expect(whole.generations.length).toBeGreaterThan(1);
    expect(whole.codes).toEqual([]);
  });

  test('that is cut anywhere gives the generations before the cut', () => {
    const random = seededRandom(7);
    for (let index = 0; index < 16; index++) {
      const { generations, codes } = told(bytes.slice(0, 16 + Math.floor(random() * (bytes.length - 16))));
      const lasting = whole.generations.slice(0, generations.length);
      // Before Go 1.26 nothing says that a generation ends, so that a cut between two batches passes for an end.
      const last = generations.length - 1;
      if (codes.length === 0) expect(generations.slice(0, last)).toEqual(lasting.slice(0, last));
      else {
        expect(generations).toEqual(lasting);
        expect(codes).toEqual(['trace-torn']);
      }
      if (toolchain === 'local' && generations.length < whole.generations.length)
        expect(codes).toEqual(['trace-torn']);
    }
  });

  test('whose bits are changed never fails', () => {
    const random = seededRandom(11);
    const part = bytes.slice(0, 300_000);
    const codes = new Set<string>();
    for (let index = 0; index < 40; index++)
      for (const code of told(flipBits(part, random, 1 + Math.floor(random() * 40), 16)).codes)
        codes.add(code);
    // In a torn part all but nothing is told; in the whole the same damage leaves events.
    expect(codes).toContain('trace-torn');
    const damaged = told(flipBits(bytes, random, 5, 16));
    expect(damaged.codes.length + damaged.generations.length).toBeGreaterThan(0);
  });
});

describe.each(['go1.18', 'go1.21'] as const)('a trace of %s', (name) => {
  const { bytes } = recordedTrace(name);

  test('that is cut has lost its tables, and says so', () => {
    const random = seededRandom(3);
    const whole = told(bytes);
    let lostCount = 0;
    for (let index = 0; index < 40; index++) {
      const { generations, codes } = told(bytes.slice(0, 16 + Math.floor(random() * (bytes.length - 16))));
      // The clock is the first of the tables: where it is left, all events are, and names and stacks may be missing.
      if (generations.length > 0) expect(generations).toEqual(whole.generations);
      else {
        expect(codes).toEqual(['trace-torn']);
        lostCount++;
      }
    }
    expect(lostCount).toBeGreaterThan(10);
  });

  test('whose bits are changed never fails', () => {
    const random = seededRandom(5);
    let generationCount = 0;
    for (let index = 0; index < 40; index++)
      generationCount += told(flipBits(bytes, random, 1 + Math.floor(random() * 20), 16)).generations.length;
    expect(generationCount).toBeGreaterThan(0);
  });
});

test('what is no trace, or one too old, is refused in a word', () => {
  const diagnostics = new Diagnostics();
  const read = (text: string): unknown => [...generationsOf(new TextEncoder().encode(text), diagnostics)];
  expect(() => read('go 1.5 trace\0\0\0\0')).toThrow('Go 1.11 and later');
  expect(() => read('no trace at all!')).toThrow('no execution trace');
  expect(read('go 1.27 trace\0\0\0')).toEqual([]);
  expect(diagnostics.has('trace-newer')).toBe(true);
});
