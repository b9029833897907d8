import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseByteCount, parseCgroups, parseMounts, parseNamedNumbers } from './cgroup.ts';
import { readCgroupMemory } from './cgroup-memory.ts';
import { parseSmaps } from './smaps.ts';

const goHeap = `c000000000-c000400000 rw-p 00000000 00:00 0                              [anon: Go: heap]
Size:               4096 kB
KernelPageSize:        4 kB
MMUPageSize:           4 kB
Rss:                2048 kB
Pss:                2048 kB
Pss_Dirty:          2048 kB
Shared_Clean:          0 kB
Shared_Dirty:          4 kB
Private_Clean:         0 kB
Private_Dirty:      2044 kB
Referenced:         2048 kB
Anonymous:          2048 kB
LazyFree:             64 kB
AnonHugePages:      2048 kB
ShmemPmdMapped:        0 kB
Shared_Hugetlb:        0 kB
Private_Hugetlb:       0 kB
Swap:                 12 kB
SwapPss:              12 kB
Locked:                0 kB
THPeligible:           1
VmFlags: rd wr mr mw me ac sd hg
`;
const file = `00400000-00401000 r-xp 00001000 fe:00 4711                               /srv/a b (deleted)
Rss:                   4 kB
Shared_Clean:          4 kB
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
Rss:                   0 kB
`;

describe('smaps', () => {
  test('sizes are bytes, names and flags are as the kernel prints them', () => {
    const [heap, program, ...more] = parseSmaps(goHeap + file);
    expect(heap).toEqual({
      start: 0xc000000000,
      end: 0xc000400000,
      permissions: 'rw-p',
      fileOffset: 0,
      inode: 0,
      path: '[anon: Go: heap]',
      rssBytes: 2048 * 1024,
      pssBytes: 2048 * 1024,
      sharedBytes: 4096,
      privateBytes: 2044 * 1024,
      anonymousBytes: 2048 * 1024,
      swapBytes: 12 * 1024,
      hugeBytes: 2048 * 1024,
      lazyFreeBytes: 64 * 1024,
      lockedBytes: 0,
      hugetlbBytes: 0,
      flags: ['rd', 'wr', 'mr', 'mw', 'me', 'ac', 'sd', 'hg'],
    });
    expect(program).toMatchObject({
      path: '/srv/a b (deleted)',
      inode: 4711,
      rssBytes: 4096,
      fileOffset: 4096,
    });
    expect(more).toEqual([]);
  });

  test('sizes behind a damaged head belong to no mapping', () => {
    const damaged = goHeap.replace('c000000000-c000400000 rw-p', 'c000000000-c0004000zz rw-p');
    expect(parseSmaps(file + damaged)).toHaveLength(1);
    expect(parseSmaps(file + damaged)[0].rssBytes).toBe(4096);
  });

  test('a text cut anywhere, or with bytes changed, gives mappings that make sense', () => {
    const text = goHeap + file;
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), fc.nat(255), (cut, at, byte) => {
        const changed = text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1);
        for (const entry of parseSmaps(changed.slice(0, cut))) {
          expect(entry.end).toBeGreaterThan(entry.start);
          for (const value of [entry.rssBytes, entry.swapBytes, entry.sharedBytes])
            expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('cgroup texts', () => {
  test('memberships of both versions', () => {
    expect(parseCgroups('12:cpu,cpuacct:/a:b\n4:memory:/kubepods/x\n0::/../y (deleted)\nnonsense\n')).toEqual(
      [
        { hierarchy: 12, controllers: ['cpu', 'cpuacct'], path: '/a:b' },
        { hierarchy: 4, controllers: ['memory'], path: '/kubepods/x' },
        { hierarchy: 0, controllers: [], path: '/../y' },
      ],
    );
  });

  test('mounts with and without optional fields, with blanks in their paths', () => {
    const text =
      '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n' +
      '41 31 0:38 /a\\040b /mnt/c\\040d rw shared:4 master:2 - cgroup2 cgroup2 rw,nsdelegate\n' +
      'damaged - line\n';
    expect(parseMounts(text)).toEqual([
      { root: '/', mountPoint: '/sys/fs/cgroup/memory', type: 'cgroup', options: ['rw', 'memory'] },
      { root: '/a b', mountPoint: '/mnt/c d', type: 'cgroup2', options: ['rw', 'nsdelegate'] },
    ]);
  });

  test('numbers, and what stands for no limit', () => {
    expect([...parseNamedNumbers('anon 4096\nfile x\n\nslab 12 13\nsock 0')]).toEqual([
      ['anon', 4096],
      ['sock', 0],
    ]);
    expect(['1024\n', 'max\n', '-1', '9223372036854771712', '', 'x', '1 2'].map(parseByteCount)).toEqual([
      1024,
      Infinity,
      Infinity,
      Infinity,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

const mebi = 2 ** 20;
/** A pod of version 2 whose container has a limit, below a slice with a lower rest. */
const container = new Map([
  ['memory.current', `${600 * mebi}\n`],
  ['memory.max', `${1024 * mebi}\n`],
  ['memory.high', 'max\n'],
  ['memory.peak', `${700 * mebi}\n`],
  ['memory.swap.current', '0\n'],
  ['memory.events', 'low 0\nhigh 0\nmax 7\noom 1\noom_kill 2\noom_group_kill 0\n'],
  [
    'memory.stat',
    `anon ${400 * mebi}\nfile ${150 * mebi}\nkernel ${40 * mebi}\nsock ${10 * mebi}\nshmem ${30 * mebi}\ninactive_anon 0\nactive_anon 0\n` +
      `inactive_file ${80 * mebi}\nactive_file ${40 * mebi}\nunevictable 0\nslab_reclaimable ${20 * mebi}\nslab_unreclaimable 0\n`,
  ],
]);
const slice = new Map([
  ['memory.current', `${1900 * mebi}\n`],
  ['memory.max', `${2048 * mebi}\n`],
  ['memory.high', `${2000 * mebi}\n`],
]);
const pod = {
  version: 2 as const,
  levels: [
    { path: '/kubepods/pod/container', files: container },
    { path: '/kubepods/pod', files: slice },
    { path: '/kubepods', files: new Map<string, string>() },
  ],
};

describe('the memory of a cgroup', () => {
  test('version 2: the working set, the parts, and the limit that is met first', () => {
    expect(readCgroupMemory(pod)).toEqual({
      version: 2,
      path: '/kubepods/pod/container',
      usageBytes: 600 * mebi,
      peakBytes: 700 * mebi,
      workingSetBytes: 520 * mebi,
      anonymousBytes: 400 * mebi,
      activeFileBytes: 40 * mebi,
      inactiveFileBytes: 80 * mebi,
      tmpfsBytes: 30 * mebi,
      kernelBytes: 40 * mebi,
      reclaimableSlabBytes: 20 * mebi,
      socketBytes: 10 * mebi,
      swapBytes: 0,
      oomKills: 2,
      limitHits: 7,
      nearestLimit: {
        path: '/kubepods/pod',
        limitBytes: 2048 * mebi,
        leftBytes: 148 * mebi,
        leftAfterReclaimBytes: 288 * mebi,
      },
      levels: [
        { path: '/kubepods/pod/container', usageBytes: 600 * mebi, limitBytes: 1024 * mebi, highBytes: null },
        { path: '/kubepods/pod', usageBytes: 1900 * mebi, limitBytes: 2048 * mebi, highBytes: 2000 * mebi },
      ],
    });
  });

  test('an old kernel of version 2 tells the parts of the kernel instead of their sum', () => {
    const files = new Map(container);
    files.set('memory.stat', 'anon 1\nkernel_stack 10\npagetables 20\npercpu 30\nslab 40\n');
    files.delete('memory.peak');
    const read = readCgroupMemory({ version: 2, levels: [{ path: '/', files }] });
    expect(read).toMatchObject({
      kernelBytes: 100,
      peakBytes: null,
      inactiveFileBytes: null,
      tmpfsBytes: null,
    });
    expect(read?.workingSetBytes).toBe(600 * mebi);
  });

  test('the working set is never negative: the two numbers are not of one moment', () => {
    const files = new Map([
      ['memory.current', '4096'],
      ['memory.stat', 'inactive_file 8192'],
    ]);
    expect(readCgroupMemory({ version: 2, levels: [{ path: '/', files }] })?.workingSetBytes).toBe(0);
  });

  test('without a usage there is nothing; whatever else is damaged is null or absent', () => {
    expect(readCgroupMemory({ version: 2, levels: [] })).toBeUndefined();
    expect(readCgroupMemory({ version: 1, levels: pod.levels })).toBeUndefined();
    const names = [...container.keys()];
    fc.assert(
      fc.property(fc.nat(names.length - 1), fc.string(), fc.nat(300), (which, junk, cut) => {
        const files = new Map(container);
        const text = files.get(names[which]) ?? '';
        files.set(names[which], text.slice(0, cut) + junk);
        const read = readCgroupMemory({ version: 2, levels: [{ path: '/', files }] });
        for (const value of Object.values(read ?? {}))
          if (typeof value === 'number') expect(Number.isFinite(value) && value >= 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
