import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type GoroutineFacts,
  GoroutineFactsReader,
  groupGoroutines,
  openFunctions,
  readGoroutines,
} from '../index.ts';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { type LiveImage, lookAndTrace } from './testdata/traced-process.ts';

const program = path.join(import.meta.dirname, 'testdata/parked.go');
/** parked.go sleeps longer than this after its goroutines were started. */
const leastWaitNs = 100e6;
const variants: [string, BuildOptions, boolean][] = [
  ['the local Go', {}, true],
  ['the local Go, stripped PIE', { flags: ['-ldflags=-s -w', '-buildmode=pie'] }, true],
  ['Go 1.23', { toolchain: 'go1.23.12' }, true],
  ['Go 1.20, stripped', { toolchain: 'go1.20.14', flags: ['-ldflags=-s -w'] }, false],
  ['Go 1.18', { toolchain: 'go1.18.10' }, false],
];

describe.each(variants)('the goroutines of %s', (_, options, tellsParent) => {
  test('are in the state and come from where the runtime says', async () => {
    const startNs = Number(process.hrtime.bigint());
    const { seen, traced } = await lookAndTrace([buildGo(program, options)], readFacts);
    const elapsedNs = Number(process.hrtime.bigint()) - startNs;
    const facts = new Map(seen.map((each) => [each.id, each]));
    for (const { id, state, isLocked, createdBy, createdAt, parentId } of traced) {
      if (id === 0) continue;
      const own = facts.get(id);
      const place = own?.createdAt ? `${own.createdAt.file}:${own.createdAt.line}` : '';
      expect({
        id,
        state: own?.state,
        isLocked: own?.isLockedToThread,
        createdBy: own?.createdBy,
        createdAt: place,
      }).toEqual({ id, state, isLocked, createdBy, createdAt });
      // Tracebacks leave the parent of the runtime's first goroutines out.
      if (tellsParent && parentId > 0) expect([id, own?.parentId]).toEqual([id, parentId]);
      if (own?.waitedNs !== undefined) expect(own.waitedNs).toBeLessThan(elapsedNs);
      if (createdBy === 'main.start' && !own?.isSystem && state === 'chan receive')
        expect(own?.waitedNs ?? 0).toBeGreaterThan(leastWaitNs);
    }
    const labelled = seen.filter(({ labels }) => labels.length > 0);
    expect(labelled.map(({ labels, createdBy }) => ({ labels, createdBy }))).toEqual([
      {
        labels: [
          ['shard', '七'],
          ['tenant', 'acme'],
        ],
        createdBy: 'main.main',
      },
    ]);
  });
});

function readFacts({ image, runtime, diagnostics }: LiveImage): GoroutineFacts[] {
  const functions = openFunctions(runtime, image.memory);
  const reader = new GoroutineFactsReader(runtime, functions, image.memory, image.monotonicNs);
  const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
  return goroutines.flatMap((goroutine) => reader.of(goroutine) ?? []);
}

test('ten thousand goroutines of one go statement are one group', async () => {
  let seen: GoroutineFacts[] = [];
  await inspectGo(buildGo(program), (live) => (seen = readFacts(live)), { MANY: '1' });
  const [first] = groupGoroutines(seen);
  expect(first).toMatchObject({
    createdBy: 'main.main',
    state: 'chan receive',
    count: 10000,
    isSystem: false,
  });
  expect(first.stackReservedBytes).toBeGreaterThanOrEqual(10000 * 2048);
  expect(first.stackUsedBytes).toBeLessThan(first.stackReservedBytes);
  expect(seen.filter(({ isSystem }) => isSystem).map(({ startName }) => startName)).toContain(
    'runtime.forcegchelper',
  );
});
