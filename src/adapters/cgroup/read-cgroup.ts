import { join } from 'node:path';
import {
  cgroupFileNames,
  type CgroupMemory,
  type MountEntry,
  parseCgroups,
  parseMounts,
  readCgroupMemory,
} from '../../formats/index.ts';
import { readStat } from '../process/proc-stat.ts';
import { readStatus } from '../process/proc-status.ts';
import { procText } from '../process/proc-text.ts';

/** A process of the same cgroup. */
export interface CgroupProcess {
  readonly pid: number;
  readonly name: string;
  readonly rssBytes: number;
}

/** The memory cgroup of a process, and who else is charged there. */
export interface ProcessCgroup extends CgroupMemory {
  /** The other processes of this cgroup (not of those below it), largest first; a page that two of them map counts twice. */
  readonly otherProcesses: readonly CgroupProcess[];
}

/** A cgroup of many thousand processes (a build machine) is listed as far as this. */
const maxProcesses = 4096;
const maxDepth = 64;

/**
 * The memory cgroup of a process, version 1 where that has the memory controller, else 2; undefined where there is none to
 * be seen. Its folder is looked for below our own mounts and then below those of the process, and believed only where
 * the process is in it: namespaces can make a path mean another cgroup.
 */
export function readCgroup(pid: number): ProcessCgroup | undefined {
  const memberships = parseCgroups(procText(`/proc/${pid}/cgroup`) ?? '');
  const version1 = memberships.find(({ controllers }) => controllers.includes('memory'));
  const membership = version1 ?? memberships.find(({ hierarchy }) => hierarchy === 0);
  if (!membership) return undefined;
  const isMemory = ({ type, options }: MountEntry): boolean =>
    version1 ? type === 'cgroup' && options.includes('memory') : type === 'cgroup2';
  const views = [
    { mounts: '/proc/self/mountinfo', root: '' },
    { mounts: `/proc/${pid}/mountinfo`, root: `/proc/${pid}/root` },
  ];
  for (const view of views) {
    for (const mount of parseMounts(procText(view.mounts) ?? '').filter(isMemory)) {
      const below = pathBelow(mount.root, membership.path);
      if (below === undefined) continue;
      const top = join(view.root, mount.mountPoint);
      if (!holds(join(top, below), pid)) continue;
      const cgroup = read(top, below, membership.path, version1 ? 1 : 2);
      if (cgroup) return { ...cgroup, otherProcesses: othersIn(join(top, below), pid) };
    }
  }
  return undefined;
}

/** `/a/b` below the root `/a` is `/b`; undefined where it lies elsewhere. Both may begin with `/..` of a namespace. */
function pathBelow(root: string, path: string): string | undefined {
  const prefix = root === '/' ? '' : root;
  if (path === prefix) return '/';
  const below = path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : undefined;
  // A path out of the mount would lead to files that are no cgroup's.
  return below?.split('/').includes('..') === true ? undefined : below;
}

function read(top: string, below: string, ownPath: string, version: 1 | 2): CgroupMemory | undefined {
  const levels: { path: string; files: Map<string, string> }[] = [];
  const folders = [below];
  for (let at = below; at !== '/' && folders.length < maxDepth; ) folders.push((at = join(at, '..')));
  folders.forEach((folder, up) => {
    const files = new Map<string, string>();
    for (const name of cgroupFileNames) {
      const text = procText(join(top, folder, name));
      if (text !== undefined) files.set(name, text);
    }
    const path = join(ownPath, ...Array.from({ length: up }, () => '..'));
    levels.push({ path, files });
  });
  return readCgroupMemory({ version, levels });
}

function holds(folder: string, pid: number): boolean {
  return (procText(join(folder, 'cgroup.procs')) ?? '').split('\n').includes(String(pid));
}

function othersIn(folder: string, pid: number): CgroupProcess[] {
  const found: CgroupProcess[] = [];
  const lines = (procText(join(folder, 'cgroup.procs')) ?? '').split('\n', maxProcesses);
  for (const other of new Set(lines.map(Number))) {
    if (other === pid || !(other > 0)) continue;
    const status = readStatus(other);
    const name = readStat(`/proc/${other}`)?.name;
    if (status && name !== undefined) found.push({ pid: other, name, rssBytes: status.rssBytes });
  }
  return found.sort((a, b) => b.rssBytes - a.rssBytes);
}
