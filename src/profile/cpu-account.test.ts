import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../base/index.ts';
import { encodeProfile, type ProfileColumns, ProfileDecoder } from '../formats/index.ts';
import { cpuAccount } from './cpu-account.ts';

/** A CPU profile of stacks, leaf first, each with its number of samples of 10 ms. */
function profileOf(stacks: readonly (readonly [count: number, ...frames: string[]])[]): ProfileColumns {
  const decoder = new ProfileDecoder({ diagnostics: new Diagnostics() });
  const pieces = encodeProfile({
    sampleTypes: [
      { type: 'samples', unit: 'count' },
      { type: 'cpu', unit: 'nanoseconds' },
    ],
    defaultSampleType: 'cpu',
    periodType: { type: 'cpu', unit: 'nanoseconds' },
    period: 1e7,
    timeMs: 0,
    program: 'made',
    comments: [],
    samples: stacks.map(([count, ...frames]) => ({
      values: [count, count * 1e7],
      stack: frames.toReversed(),
    })),
  });
  for (const piece of pieces) decoder.push(piece);
  return decoder.finish();
}

const marking = [
  'runtime.gcDrain',
  'runtime.gcBgMarkWorker.func2',
  'runtime.systemstack',
  'runtime.gcBgMarkWorker',
];

describe('collection', () => {
  test('without idle marking, of the CPU time without it', () => {
    const account = cpuAccount(
      profileOf([
        [30, marking[0], 'runtime.gcDrainMarkWorkerIdle', ...marking.slice(1)],
        [10, marking[0], 'runtime.gcDrainMarkWorkerDedicated', ...marking.slice(1)],
        [5, marking[0], 'runtime.gcDrainMarkWorkerFractional', ...marking.slice(1)],
        [5, 'runtime.gcDrainN', 'runtime.gcAssistAlloc', 'runtime.mallocgc', 'main.work', 'main.main'],
        [50, 'main.work', 'main.main'],
      ]),
    );
    expect(account.works.find(({ work }) => work === 'collection')?.share).toBe(0.5);
    expect(account.idleSampleCount).toBe(30);
    expect(account.neededCollection).toMatchObject({ sampleCount: 20, share: 20 / 70 });
  });

  test('up to Go 1.21 all marking in the background may be idle', () => {
    const account = cpuAccount(
      profileOf([
        [40, ...marking],
        [5, 'runtime.gcDrainN', 'runtime.gcAssistAlloc', 'runtime.mallocgc', 'main.work', 'main.main'],
        [5, 'main.work', 'main.main'],
      ]),
    );
    expect(account.idleSampleCount).toBe(40);
    expect(account.neededCollection).toMatchObject({ sampleCount: 5, share: 0.5 });
  });
});

test('what a map allocates when it grows is no plain allocation', () => {
  const account = cpuAccount(
    profileOf([
      [3, 'runtime.mallocgc', 'runtime.hashGrow', 'runtime.mapassign_fast64', 'main.fill', 'main.main'],
      [2, 'runtime.mallocgc', 'runtime.newobject', 'main.make', 'main.main'],
      [
        5,
        'runtime.evacuate_fast64',
        'runtime.growWork_fast64',
        'runtime.mapdelete',
        'main.fill',
        'main.main',
      ],
    ]),
  );
  expect(account.mapKind).toBe('classic');
  expect(account.plainAllocation.sampleCount).toBe(2);
  expect(account.plainAllocation.lines.map(({ place }) => place.functionName)).toEqual(['main.make']);
  const growth = account.works.find(({ work }) => work === 'map-growth');
  expect(growth).toMatchObject({ sampleCount: 8, cpuNanos: 8e7 });
  expect(growth?.lines.map(({ place }) => place.functionName)).toEqual(['main.fill']);
});

test('Swiss maps are told by their package', () => {
  const account = cpuAccount(
    profileOf([
      [
        1,
        'internal/runtime/maps.(*table).grow',
        'internal/runtime/maps.(*table).rehash',
        'runtime.mapassign',
        'main.fill',
      ],
    ]),
  );
  expect(account.mapKind).toBe('swiss');
  expect(account.works.find(({ work }) => work === 'map-growth')?.share).toBe(1);
});
