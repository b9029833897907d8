import fs from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildProgram, startProgram } from '../testdata/go-program.ts';
import { readCgroup } from './read-cgroup.ts';

const mebi = 2 ** 20;
const top = '/sys/fs/cgroup/memory';

function number(folder: string, file: string): number {
  return Number(fs.readFileSync(join(folder, file), 'utf8'));
}

/** Makes a cgroup of version 1 with one below it; undefined where this machine does not let us. */
function makeCgroups(): { outer: string; inner: string; remove: () => void } | undefined {
  const outer = join(top, `highwater-test-${process.pid}`);
  const inner = join(outer, 'inner');
  try {
    fs.mkdirSync(inner, { recursive: true });
    fs.writeFileSync(join(outer, 'memory.limit_in_bytes'), String(64 * mebi));
  } catch {
    return undefined;
  }
  const remove = (): void => {
    fs.rmdirSync(inner);
    fs.rmdirSync(outer);
  };
  return { outer, inner, remove };
}

test('a process in a cgroup whose parent has the limit: what the kernel says of both', async ({ skip }) => {
  const made = fs.existsSync(join(top, 'memory.usage_in_bytes')) ? makeCgroups() : undefined;
  if (!made) return skip('no cgroup of version 1 can be made here');
  const { outer, inner, remove } = made;
  const program = await startProgram(buildProgram('half'));
  const other = await startProgram(buildProgram('half'));
  try {
    for (const { pid } of [program, other]) fs.writeFileSync(join(inner, 'cgroup.procs'), String(pid));
    const read = readCgroup(program.pid);
    const usage = number(inner, 'memory.usage_in_bytes');
    expect(read).toMatchObject({
      version: 1,
      path: `/${outer.slice(top.length + 1)}/inner`,
      usageBytes: usage,
      workingSetBytes: usage - (read?.inactiveFileBytes ?? 0),
      nearestLimit: {
        path: `/${outer.slice(top.length + 1)}`,
        limitBytes: 64 * mebi,
        leftBytes: 64 * mebi - number(outer, 'memory.usage_in_bytes'),
      },
      oomKills: 0,
    });
    expect(read?.levels.map(({ limitBytes }) => limitBytes)).toEqual([null, 64 * mebi, null]);
    expect(read?.otherProcesses).toEqual([
      { pid: other.pid, name: 'half', rssBytes: expect.any(Number) as number },
    ]);
    expect(read?.otherProcesses[0].rssBytes).toBeGreaterThan(8 * mebi);
  } finally {
    await program.end();
    await other.end();
    remove();
  }
});

test('of a process that has ended there is none', () => {
  expect(readCgroup(2 ** 22 + 1)).toBeUndefined();
});
