import { expect, test } from 'vitest';
import { parseSmaps, type SmapsEntry } from '../../formats/index.ts';
import { kindOfMapping } from './mapping-kind.ts';

const programPath = '/srv/program';

/** Kinds of the mappings of a text as in /proc/PID/maps, which is how smaps begins each of them. */
function kindsOf(text: string): string[] {
  const mappings = parseSmaps(text);
  const executablePaths = new Set(
    mappings.filter(({ permissions }) => permissions[2] === 'x').map(({ path }) => path),
  );
  return mappings.map((mapping: SmapsEntry, index) =>
    kindOfMapping(mapping, {
      before: mappings[index - 1],
      after: mappings[index + 1],
      executablePaths,
      programPath,
    }),
  );
}

test('names that Go 1.25 gives its mappings; a name that is not known is still of the runtime', () => {
  const names = [
    'page summary',
    'scavenge index',
    'gc bits',
    'immortal metadata',
    'allspans array',
    'profiler hash buckets',
    'heap metadata',
    'heap index',
    'OS thread stack',
    'heap',
    'constructor',
  ];
  const text = names
    .map(
      (name, index) =>
        `7f00000${index.toString(16)}0000-7f00000${index.toString(16)}8000 rw-p 00000000 00:00 0   [anon: Go: ${name}]`,
    )
    .join('\n');
  expect(kindsOf(text)).toEqual([
    'runtime.page-allocator',
    'runtime.page-allocator',
    'runtime.gc-bits',
    'runtime.metadata',
    'runtime.spans',
    'runtime.profiling',
    'runtime.arenas',
    'runtime.arenas',
    'stacks.system',
    'unknown',
    'runtime.other',
  ]);
});

test('the program, its libraries, other files and the pages of the kernel', () => {
  expect(
    kindsOf(`00400000-00402000 r-xp 00000000 fe:00 17 /srv/program
00402000-00404000 r--p 00002000 fe:00 17 /srv/program
00404000-00406000 rw-p 00004000 fe:00 17 /srv/program
01000000-01021000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000001000 r-xp 00000000 fe:00 18 /lib/libc.so.6
7f0000001000-7f0000002000 rw-p 00001000 fe:00 18 /lib/libc.so.6
7f0000002000-7f0000003000 r--s 00000000 fe:00 19 /srv/index.db
7f0000003000-7f0000004000 rw-s 00000000 00:05 20 /dev/shm/ring
7f0000004000-7f0000005000 rw-s 00000000 00:01 21 /memfd:area (deleted)
7f0000005000-7f0000007000 r-xp 00000000 00:00 0 [vdso]
7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]`),
  ).toEqual([
    'file.program-text',
    'file.program-rodata',
    'file.program-data',
    'outside.c-heap',
    'file.libraries',
    'file.libraries',
    'file.mapped',
    'file.shared-memory',
    'file.shared-memory',
    'file.kernel',
    'outside.thread-stacks',
  ]);
});

test('anonymous memory: a stack above its guard page, an arena of malloc, and what is neither', () => {
  expect(
    kindsOf(`7f0010000000-7f0010001000 ---p 00000000 00:00 0
7f0010001000-7f0010801000 rw-p 00000000 00:00 0
7f0014000000-7f0014021000 rw-p 00000000 00:00 0
7f0014021000-7f0018000000 ---p 00000000 00:00 0
7f0018100000-7f0018200000 rw-p 00000000 00:00 0
7f0018300000-7f0018400000 rw-p 00000000 00:00 0 [anon:other]`),
  ).toEqual([
    'outside.anonymous',
    'outside.thread-stacks',
    'outside.c-heap',
    'outside.anonymous',
    'outside.anonymous',
    'outside.anonymous',
  ]);
});
