/*
 * The truth is what runtime.MemProfile of the same process has: records that are not scaled, with the frames of the runtime,
 * which the protobuf leaves out.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isMarked,
  type MemProfileRecord,
  takeProfiles,
  type TakenProfiles,
} from '../../test/truth/profiles.ts';
import {
  goLineOf,
  goVersionOf,
  type HeapAccount,
  heapAccount,
  heapColumn,
  type MapLine,
  type Mechanism,
  mechanismOfStack,
  profileOfRecords,
  type RawHeapRecord,
  scaleHeapSample,
} from './index.ts';

const rate = 65_536;
const cases = [
  { toolchain: 'local', version: 'go1.26', mapKind: 'swiss' },
  { toolchain: 'go1.23.12', version: 'go1.23.12', mapKind: 'classic' },
] as const;

describe.each(cases)('$toolchain', ({ toolchain, version, mapKind }) => {
  let taken: TakenProfiles;
  let account: HeapAccount;

  beforeAll(() => {
    taken = takeProfiles({ toolchain }, rate);
    account = heapAccount(taken.read('heap'), goLineOf(version));
  });
  afterAll(() => taken[Symbol.dispose]());

  test('the version is known by the runtime on the stacks', () => {
    expect(version).toContain(goVersionOf(taken.read('heap')) ?? 'none');
  });

  test('records are scaled as the runtime scales them', () => {
    const { samples } = taken.read('heap');
    const column = (at: number): number[] =>
      Array.from({ length: samples.count }, (_, sample) => samples.values[sample * samples.width + at])
        .filter((value) => value > 0)
        .toSorted((a, b) => a - b);
    const scaled = taken.records.map(({ AllocObjects, AllocBytes }) =>
      scaleHeapSample(AllocObjects, AllocBytes, rate),
    );
    // Taken a moment apart, with no collection between them: what was allocated meanwhile counts as nothing yet.
    const sorted = (values: readonly number[]): number[] =>
      values.filter((value) => value > 0).toSorted((a, b) => a - b);
    expect(column(heapColumn.allocObjects)).toEqual(sorted(scaled.map(({ objects }) => objects)));
    expect(column(heapColumn.allocBytes)).toEqual(sorted(scaled.map(({ bytes }) => bytes)));
    expect(account.alloc.sampleCount).toBe(
      taken.records.reduce((sum, { AllocObjects }) => sum + AllocObjects, 0),
    );
  });

  test('lines are the sums of their samples', () => {
    for (const of of [account.lines, account.mechanisms]) {
      expect(of.reduce((sum, { inuse }) => sum + inuse.bytes, 0)).toBe(account.inuse.bytes);
      expect(of.reduce((sum, { alloc }) => sum + alloc.sampleCount, 0)).toBe(account.alloc.sampleCount);
    }
  });

  test.each(['// map ladder', '// map grown'])('%s: the sizes say what the frames say', (mark) => {
    const line = account.maps.find(({ place }) => isMarked(place.line, mark));
    const arrays = taken.records.filter((record) => isAt(record, mark) && isArray(record));
    expect(arrays.length).toBeGreaterThan(0);
    expect(line?.fit?.growth).toBe(`${mapKind}-map`);
    const bytes = (of: (record: MemProfileRecord) => readonly [number, number]): number =>
      arrays.reduce((sum, record) => sum + scaleHeapSample(...of(record), rate).bytes, 0);
    const live = bytes(({ AllocObjects, FreeObjects, AllocBytes, FreeBytes }) => [
      AllocObjects - FreeObjects,
      AllocBytes - FreeBytes,
    ]);
    const allocated = bytes(({ AllocObjects, AllocBytes }) => [AllocObjects, AllocBytes]);
    // Headers, directories and lists of overflow buckets lie on no rung of the arrays, or happen to.
    expect(line?.inuse.bytes ?? 0).toBeLessThanOrEqual(live);
    expect(line?.inuse.bytes ?? 0).toBeGreaterThanOrEqual(0.95 * live);
    expect(line?.alloc.bytes ?? 0).toBeGreaterThan(0.9 * allocated);
    expect(line?.alloc.bytes ?? 0).toBeLessThanOrEqual(allocated);
  });

  test('a line that makes no map has none by its sizes', () => {
    const others = account.maps.filter(
      ({ place, knownBy }) =>
        knownBy === 'sizes' &&
        !['// map ladder', '// map grown', '// map boxes'].some((mark) => isMarked(place.line, mark)),
    );
    expect(others.map(({ place }) => place)).toEqual([]);
  });

  test.each<[Mechanism, RegExp]>([
    ['timers', /^time\./],
    // Now and then the sudog of a contended mutex is sampled (sync.runtime_SemacquireMutex), or the slots of a sync.Pool.
    ['sync-map', /^(internal\/)?sync\.(?!runtime_|\(\*Pool\)\.)/],
    ['string-building', /^strings\./],
    ['slice-growth', /^bytes\./],
  ])('%s are known by names', (mechanism, leaf) => {
    const found = account.mechanisms.find((row) => row.mechanism === mechanism && row.knownBy === 'names');
    expect(found?.alloc.sampleCount).toBeGreaterThan(0);
    const truth = taken.records.filter(({ Stack }) => leaf.test(firstNamed(Stack)));
    expect(found?.alloc.sampleCount).toBeGreaterThanOrEqual(
      truth.reduce((sum, { AllocObjects }) => sum + AllocObjects, 0),
    );
  });

  test('with the frames of the runtime the same bytes are known by frames, headers and hinted maps too', () => {
    const raw = heapAccount(profileOfRecords(taken.records.map(rawRecord), rate), goLineOf(version));
    expect(raw.alloc).toEqual(account.alloc);
    expect(raw.inuse).toEqual(account.inuse);
    const at = (of: HeapAccount, mark: string): MapLine | undefined =>
      of.maps.find(({ place }) => isMarked(place.line, mark));
    const [bySizes, byFrames] = [at(account, '// map ladder'), at(raw, '// map ladder')];
    expect(byFrames?.knownBy).toBe('frames');
    expect((bySizes?.inuse.bytes ?? 0) / (byFrames?.inuse.bytes ?? 0)).toBeCloseTo(1, 1);
    expect(at(account, '// map hinted')).toBeUndefined();
    expect(at(raw, '// map hinted')?.knownBy).toBe('frames');
  });

  test('raw frames say what a map allocates', () => {
    const byMark = (mark: string): Set<Mechanism> =>
      new Set(taken.records.filter((record) => isAt(record, mark)).map((record) => mechanismOf(record)));
    expect(byMark('// map hinted')).toContain('map-arrays');
    expect(byMark('// map boxes')).toContain('map-boxes');
    expect(byMark('// map ladder')).toContain('map-arrays');
  });
});

function rawRecord(record: MemProfileRecord): RawHeapRecord {
  return {
    allocObjects: record.AllocObjects,
    allocBytes: record.AllocBytes,
    inuseObjects: record.AllocObjects - record.FreeObjects,
    inuseBytes: record.AllocBytes - record.FreeBytes,
    stack: record.Stack.map((frame) => {
      const [, functionName, file, line] = /^(.*) (\S+):(\d+)$/.exec(frame) ?? ['', frame, '', '0'];
      return { functionName, file, line: Number(line) };
    }),
  };
}

function mechanismOf({ Stack }: MemProfileRecord): Mechanism {
  return mechanismOfStack(Stack.map((frame) => frame.slice(0, frame.lastIndexOf(' ')))).mechanism;
}

function isArray(record: MemProfileRecord): boolean {
  return mechanismOf(record).startsWith('map-');
}

/** The first frame that a protobuf shows. */
function firstNamed(stack: readonly string[]): string {
  return stack.find((frame) => !/^(internal\/)?runtime[./]/.test(frame)) ?? '';
}

function isAt(record: MemProfileRecord, mark: string): boolean {
  const line = Number(/:(\d+)$/.exec(firstNamed(record.Stack))?.[1]);
  return firstNamed(record.Stack).includes('/profiles/main.go') && isMarked(line, mark);
}
