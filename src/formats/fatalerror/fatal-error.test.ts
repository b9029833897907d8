import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { buildGo } from '../testdata/go-binary.ts';
import { type CollectedLog, collectLog, outputOf, placeIn } from '../testdata/go-log.ts';
import { parseFatalLine } from './fatal-line.ts';

// With cgo the runtime sees no deadlock.
const binary = buildGo({ program: 'dying', toolchain: 'local', environment: { CGO_ENABLED: '0' } });

/** The places of a goroutine, innermost first. */
function placesOf(frames: CollectedLog['goroutines'][number]['frames']): object[] {
  return frames.flatMap(({ position }) => position ?? []);
}

describe('deaths of real programs', () => {
  test.each([
    ['writes', 'concurrent-map', 'write'],
    ['read', 'concurrent-map', 'read'],
    ['iterate', 'concurrent-map', 'iterate'],
    ['nil', 'nil-map', 'write'],
    ['recovered', 'nil-map', 'write'],
    ['deadlock', 'deadlock', 'lock'],
  ])('%s', (mode, kind, place) => {
    const log = collectLog(outputOf(binary, mode).stderr);
    expect(log.fatals.map((fatal) => fatal.kind)).toEqual(Array(mode === 'recovered' ? 3 : 1).fill(kind));
    expect(log.fatals.every(({ isOnlyMessage }) => !isOnlyMessage)).toBe(true);
    // Who notices a read beside a write is either of them.
    const places = log.goroutines.flatMap(({ frames }) => placesOf(frames));
    const found = [place, ...(mode === 'read' || mode === 'iterate' ? ['write'] : [])].map((name) =>
      placeIn('dying', name),
    );
    expect(found.some((each) => places.some((other) => JSON.stringify(other) === JSON.stringify(each)))).toBe(
      true,
    );
  });

  test('memory', () => {
    const log = collectLog(outputOf(binary, 'memory', {}, 'ulimit -v 1000000').stderr);
    expect(log.fatals.map(({ kind, isOnlyMessage }) => [kind, isOnlyMessage])).toEqual([
      ['out-of-memory', true],
      ['out-of-memory', false],
    ]);
    expect(log.fatals[0].askedBytes).toBe(2 ** 26);
    expect(log.fatals[0].heldBytes).toBeGreaterThan(0);
    expect(placesOf(log.goroutines[0].frames)).toContainEqual(placeIn('dying', 'ask'));
  });

  test('the race detector', ({ skip }) => {
    try {
      execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    } catch {
      skip('there is no C compiler, which the race detector needs');
    }
    const raced = buildGo({ program: 'dying', toolchain: 'local', flags: ['-race'] });
    const { stderr } = outputOf(raced, 'race');
    const { races } = collectLog(stderr);
    // One access of a map can race at its head and at its entries.
    expect(races.length).toBe(stderr.split('WARNING: DATA RACE').length - 1);
    const map = races[0];
    const count = races[races.length - 1];
    expect(count).not.toBe(map);
    expect(races.every(({ isComplete }) => isComplete)).toBe(true);
    expect(map.accesses.map(({ kind }) => kind).sort()).toEqual(['read', 'write']);
    for (const { kind, frames } of map.accesses) {
      expect(frames[0].name).toMatch(/^runtime\.map(?:assign|access)/);
      expect(frames[1].position).toEqual(placeIn('dying', kind));
    }
    expect(map.goroutines[0].createdFrames[0].position).toEqual(placeIn('dying', 'start'));
    expect(new Set(count.accesses.map(({ frames }) => frames[0].position?.line))).toEqual(
      new Set(['add', 'add too'].map((name) => placeIn('dying', name).line)),
    );
  });

  test('a race report that is cut says so', () => {
    const text =
      '==================\nWARNING: DATA RACE\nRead at 0x00c000018108 by main goroutine:\n  main.main()\n      /a.go:79 +0x3b1\n\n' +
      'Previous write at 0x00c000018108 by goroutine 9:\n  main.main.func3()\n';
    expect(collectLog(text).races).toMatchObject([
      {
        isComplete: false,
        accesses: [
          { kind: 'read', goroutineId: 1 },
          { kind: 'write', isPrevious: true },
        ],
      },
    ]);
  });
});

// mm/oom_kill.c and mm/memcontrol.c of Linux 6.1.
test.each([
  [
    '[12.3] Memory cgroup out of memory: Killed process 4242 (web) total-vm:1234kB, anon-rss:500000kB, file-rss:1000kB, shmem-rss:24kB, UID:0 pgtables:1000kB oom_score_adj:985',
    { kind: 'killed', processName: 'web', heldBytes: 501_024 * 1024, isOnlyMessage: false },
  ],
  [
    'kernel: Out of memory: Killed process 7 (a b) total-vm:1kB, anon-rss:2kB, file-rss:3kB, shmem-rss:0kB, UID:0',
    { kind: 'killed', processName: 'a b', heldBytes: 5 * 1024 },
  ],
  [
    'Memory cgroup out of memory: Kill process 4242 (web) score 1983 or sacrifice child',
    { kind: 'killed', processName: 'web' },
  ],
  [
    'memory: usage 524288kB, limit 524288kB, failcnt 33',
    { kind: 'killed', limitBytes: 2 ** 29, isOnlyMessage: true },
  ],
  [
    'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-1,mems_allowed=0,oom_memcg=/kubepods/pod7,task_memcg=/kubepods/pod7/cri-1,task=web,pid=4242,uid=0',
    { kind: 'killed', cgroup: '/kubepods/pod7/cri-1', processName: 'web', isOnlyMessage: true },
  ],
  [
    'runtime: out of memory: cannot allocate 67108864-byte block (742162432 in use)',
    { askedBytes: 2 ** 26, heldBytes: 742_162_432 },
  ],
  [
    'web.service: A process of this unit has been killed by the OOM killer.',
    { kind: 'killed', processName: 'web.service', isOnlyMessage: false },
  ],
  ['\tpanic: again', { kind: 'other', message: 'again', isNested: true }],
  ['fatal error: runtime: cannot allocate memory', { kind: 'out-of-memory', isOnlyMessage: false }],
  ['runtime: goroutine stack exceeds 1000000000-byte limit', { kind: 'stack-overflow', isOnlyMessage: true }],
  ['fatal error: concurrent map clone and map write', { kind: 'concurrent-map' }],
  [
    'panic: assignment to entry in nil map [recovered]',
    { kind: 'nil-map', message: 'assignment to entry in nil map' },
  ],
  ['panic: runtime error: index out of range [5] with length 3', { kind: 'other' }],
  ['SIGQUIT: quit', { kind: 'signal' }],
])('%s', (line, expected) => expect(parseFatalLine(line)).toMatchObject(expected));

test.each([
  'the panic is over',
  'retrying: out of memory on the remote side',
  'Memory usage is fine',
  'memory: usage high',
  'no panic: assignment to entry in table',
  'SIGQUIT received, shutting down',
  'oom-kill is off',
  'the OOM killer is feared',
])('is no death: %s', (line) => expect(parseFatalLine(line)).toBeUndefined());
