import { describe, expect, test } from 'vitest';
import { backingOf, parseMaps } from './mappings.ts';
import { PageSet } from './page-set.ts';
import { parseStat } from './proc-stat.ts';
import { parseStatus } from './proc-status.ts';
import { parseSyscall } from './thread-registers.ts';

test('stat: a name may hold blanks and parentheses', () => {
  const stat = parseStat(
    '42 (a) R (b) T 7 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 5 0 987654 1000 10 18446744073709551615',
  );
  expect(stat).toEqual({ name: 'a) R (b', state: 'T', parent: 7, startTime: 987654, kernelThread: false });
  expect(parseStat('42 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 3 0 0')?.kernelThread).toBe(
    true,
  );
  for (const damaged of ['', '42', '42 (', '42 (x', '42 )x(', '42 (x) S 1'])
    expect(parseStat(damaged)).toBeUndefined();
});

test('status: kB become bytes, missing lines 0', () => {
  const status = parseStatus(
    'Name:\tx\nUid:\t1000\t1001\t1002\t1003\nVmRSS:\t    2048 kB\nRssAnon:\t 1024 kB\nVmPTE:\t 52 kB\nThreads:\t9\n',
  );
  expect(status).toMatchObject({
    userId: 1000,
    rssBytes: 2097152,
    rssAnonymousBytes: 1048576,
    pageTableBytes: 53248,
    swapBytes: 0,
    threadCount: 9,
  });
});

test('syscall: the last two of three or nine fields', () => {
  expect(parseSyscall('-1 0x7ffd00001000 0x401000\n')).toEqual({ sp: 0x7ffd00001000, pc: 0x401000 });
  expect(parseSyscall('202 0x1 0x2 0x3 0x4 0x5 0x6 0xc000001000 0x46a123\n')).toEqual({
    sp: 0xc000001000,
    pc: 0x46a123,
  });
  for (const other of ['running\n', '', '0 0x0 0x0\n', '1 2 3 4\n'])
    expect(parseSyscall(other)).toBeUndefined();
});

describe('maps', () => {
  const line = (perms: string, path: string, device = '00:00', inode = 0): string =>
    `c000000000-c000400000 ${perms} 00001000 ${device} ${inode}                      ${path}`;
  const backing = (perms: string, path: string, hugePages = false): string | undefined => {
    const [mapping] = parseMaps(line(perms, path, '08:01', 5));
    return mapping && backingOf(mapping, () => hugePages);
  };

  test('one line', () => {
    expect(parseMaps(`${line('rw-p', '/a b/c\\012d (deleted)', 'fe:00', 77)}\ngarbage\n`)).toEqual([
      {
        start: 0xc000000000,
        end: 0xc000400000,
        readable: true,
        writable: true,
        executable: false,
        shared: false,
        fileOffset: 4096,
        device: 'fe:00',
        inode: 77,
        path: '/a b/c\nd (deleted)',
      },
    ]);
    expect(parseMaps('ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]')).toEqual([]);
  });

  test.each([
    ['rw-p', '', 'zeros'],
    ['rw-p', '[heap]', 'zeros'],
    ['rw-p', '[anon: Go: heap]', 'zeros'],
    ['r-xp', '[vdso]', 'zeros'],
    ['---p', '', 'never'],
    ['r--p', '[vvar]', 'never'],
    ['r--p', '[vvar_vclock]', 'never'],
    ['r-xp', '/usr/bin/x', 'file'],
    ['r--s', '/data/file', 'file'],
    ['rw-s', '/dev/shm/x', 'unknown'],
    ['rw-s', '/memfd:x (deleted)', 'unknown'],
    ['rw-s', '/dev/zero (deleted)', 'unknown'],
    ['rw-s', '/dev/dri/card0', 'never'],
    ['rw-p', '/anon_hugepage (deleted)', 'never'],
    ['rw-s', 'anon_inode:[io_uring]', 'never'],
    ['rw-s', 'socket:[1234]', 'never'],
  ])('%s %s: an absent page is answered by %s', (perms, path, expected) => {
    expect(backing(perms, path)).toBe(expected);
  });

  test('a memfd of huge pages is never read', () =>
    expect(backing('rw-s', '/memfd:x (deleted)', true)).toBe('never'));
});

test('PageSet counts each page once and holds pages of the whole address space', () => {
  const set = new PageSet();
  const pages = [0, 1, 31, 32, 511, 512, 2 ** 36 - 1, 2 ** 35 + 7];
  for (const page of [...pages, ...pages]) set.add(page);
  expect(set.size).toBe(pages.length);
  for (const page of pages) expect(set.has(page)).toBe(true);
  for (const page of [2, 33, 510, 513, 2 ** 36 - 2]) expect(set.has(page)).toBe(false);
  set.clear();
  expect([set.size, set.has(0)]).toEqual([0, false]);
});
