import { describe, expect, test } from 'vitest';
import { buildGo } from '../testdata/go-binary.ts';
import { collectLog, outputOf, placeIn } from '../testdata/go-log.ts';
import { callOf, positionOf } from './traceback-frame.ts';

const binary = buildGo({ program: 'waiting', toolchain: 'local' });
const at = (name: string): string => {
  const { file, line } = placeIn('waiting', name);
  return `${file}:${line}`;
};

interface Stack {
  readonly frames: readonly {
    readonly position: { readonly file: string; readonly line: number } | undefined;
  }[];
}

/** Goroutines in whose stack a line is. */
function through<Some extends Stack>(place: string, stacks: readonly Some[]): Some[] {
  return stacks.filter(({ frames }) =>
    frames.some(({ position }) => position && `${position.file}:${position.line}` === place),
  );
}

describe.each(['2', 'quit'])('goroutines as %s prints them', (mode) => {
  const { stdout, stderr } = outputOf(binary, mode);
  const log = collectLog(stdout + stderr);

  test.each([
    ['receive', 120, 'chan receive', 'main.start', 'start receive'],
    ['choose', 30, 'select', 'main.start', 'start choose'],
    ['sleep', 5, 'sleep', 'main.start', 'start sleep'],
    ['lock', 7, 'sync.Mutex.Lock', 'main.start', undefined],
  ])('%s: %i', (place, count, state, createdBy, created) => {
    const goroutines = through(at(place), log.goroutines);
    expect(goroutines.length).toBe(count);
    for (const goroutine of goroutines) {
      expect(goroutine).toMatchObject({
        state,
        createdBy,
        parentId: 1,
        waitedMinutes: undefined,
        isLeaked: false,
      });
      expect(goroutine.isLockedToThread).toBe(place === 'sleep');
      if (created !== undefined)
        expect(`${goroutine.createdAt?.file}:${goroutine.createdAt?.line}`).toBe(at(created));
    }
  });

  test('each once, under its own number', () => {
    const ids = log.goroutines.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(log.goroutines.filter(({ createdBy }) => createdBy === 'main.start').length).toBe(162);
    // The receiver is the one owner that all of them share.
    const owners = new Set(
      log.goroutines
        .flatMap(({ frames }) => frames)
        .filter(({ name }) => name === 'main.(*owner).receive')
        .map(({ addresses }) => addresses[0]),
    );
    expect(owners.size).toBe(1);
  });
});

test('goroutines as debug=1 prints them', () => {
  const { records, counts } = collectLog(outputOf(binary, '1').stdout);
  expect(counts).toMatchObject({ announcedGoroutines: 163, profiledGoroutines: 163 });
  const countAt = (place: string): number =>
    through(at(place), records).reduce((sum, { count }) => sum + count, 0);
  expect(['receive', 'choose', 'sleep', 'lock'].map(countAt)).toEqual([120, 30, 5, 7]);
  expect(records.every(({ isLeaked }) => !isLeaked)).toBe(true);
});

test('a text of debug=1 that is cut has less than it announces', () => {
  const { stdout } = outputOf(binary, '1');
  const { counts } = collectLog(stdout.slice(0, stdout.length / 2));
  expect(counts.profiledGoroutines).toBeLessThan(counts.announcedGoroutines);
});

describe('what headers say, as runtime/traceback.go prints them', () => {
  const first = (header: string): object => collectLog(`${header}\nmain.f()\n\t/a.go:1 +0x1\n`).goroutines[0];

  test.each([
    ['goroutine 7 [chan receive, 12 minutes]:', { state: 'chan receive', waitedMinutes: 12 }],
    [
      'goroutine 7 [chan receive (nil chan)]:',
      { state: 'chan receive (nil chan)', waitedMinutes: undefined },
    ],
    [
      'goroutine 7 [select (no cases), 3 minutes, locked to thread]:',
      { isLockedToThread: true, waitedMinutes: 3 },
    ],
    ['goroutine 7 [IO wait (scan), 1 minutes]:', { state: 'IO wait' }],
    ['goroutine 7 [chan receive (leaked)]:', { state: 'chan receive', isLeaked: true }],
    [
      'goroutine 7 gp=0xc000006700 m=nil [semacquire, 2 minutes]:',
      { id: 7, state: 'semacquire', waitedMinutes: 2 },
    ],
    ['goroutine 7 gp=0xc000006700 m=3 mp=0x5234e0 [running]:', { id: 7, state: 'running' }],
    ['goroutine 7 [select, 2 minutes, synctest bubble 1] labels:{}:', undefined],
    [
      'goroutine 7 [sleep labels:{"tenant": "a, \\"b\\""}]:',
      { state: 'sleep', labels: [['tenant', 'a, "b"']] },
    ],
  ])('%s', (header, expected) => {
    if (expected) expect(first(header)).toMatchObject(expected);
    else expect(first(header)).toBeUndefined();
  });

  test('frames left out, and stacks that cannot be read', () => {
    const text =
      'goroutine 7 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.start in goroutine 1\n\t/a.go:2 +0x1\n\n' +
      'goroutine 8 [running]:\nmain.f()\n\t/a.go:1\n...23 frames elided...\nmain.main()\n\t/a.go:9 +0x1\n';
    const [other, deep] = collectLog(text).goroutines;
    expect(other).toMatchObject({ isUnavailable: true, createdBy: 'main.start', parentId: 1 });
    expect(deep).toMatchObject({
      elided: { count: 23 },
      frames: [{ name: 'main.f' }, { name: 'main.main' }],
    });
  });
});

test.each([
  ['main.f(0xc000012345, {0x47b0ca?, 0x1})', { name: 'main.f', addresses: [0xc000012345] }],
  [
    'github.com/x/y%2ev2.(*T[...]).m.func1(...)',
    { name: 'github.com/x/y%2ev2.(*T[...]).m.func1', addresses: [] },
  ],
  ['panic({0x6f8e00?, 0x9ffc00?})', { name: 'panic', addresses: [] }],
  ['we have (at last)', undefined],
  ['level=info msg=main.f(x)', undefined],
])('call %s', (line, expected) => expect(callOf(line)).toEqual(expected));

test.each([
  ['\t/src/a.go:40 +0x1d', { file: '/src/a.go', line: 40 }],
  ['\t/src/a.go:40 +0x1d fp=0xc0 sp=0xc0 pc=0x46', { file: '/src/a.go', line: 40 }],
  ['\t<autogenerated>:1 +0x5', { file: '<autogenerated>', line: 1 }],
  ['\tC:/src/a.go:7', { file: 'C:/src/a.go', line: 7 }],
  ['/src/a.go:7 +0x1d', { file: '/src/a.go', line: 7 }],
  ['      /src/a.tmpl:7 +0x1d', { file: '/src/a.tmpl', line: 7 }],
  ['dial tcp: 10.0.0.1:80', undefined],
  ['dial tcp 10.0.0.1:80', undefined],
])('place %s', (line, expected) => expect(positionOf(line)).toEqual(expected));
