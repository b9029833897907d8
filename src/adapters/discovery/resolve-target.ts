import fs from 'node:fs';
import { u16At, u32At, UnreadableError } from '../../base/index.ts';
import { isHeapDump } from '../../formats/index.ts';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { isRecordingFile } from '../recording/open-recording.ts';
import { userName } from '../process/user-name.ts';
import { goProgramOf } from './go-executable.ts';
import { findListeners } from './listening-port.ts';
import { nearest } from './nearest-names.ts';
import { type RunningProcess, runningProcesses } from './running-processes.ts';

export type Target =
  | { readonly kind: 'process'; readonly pid: number }
  | { readonly kind: 'core'; readonly path: string }
  | { readonly kind: 'heap-dump'; readonly path: string }
  | { readonly kind: 'recording'; readonly path: string };

/**
 * A pid, `:port`, a process name, a core file, a heap dump or a recording. Throws one line where it is none of them, or more
 * than one.
 */
export function resolveTarget(text: string): Target {
  if (/^\d+$/.test(text)) return { kind: 'process', pid: Number(text) };
  // What is no target is repeated in the error, and a URL may have a password in it.
  if (/^https?:|^[^/]*:[^/]*@/i.test(text))
    throw new UnreadableError(
      'url-has-no-memory',
      'a URL (http:// or https://) can be inspected, but has no memory that could be recorded or compared',
    );
  const port = /^:(\d{1,5})$/.exec(text);
  if (port) return { kind: 'process', pid: pidOfPort(Number(port[1])) };
  const kind = kindOfFile(text);
  if (kind) return { kind, path: text };
  if (isRecordingFile(text)) return { kind: 'recording', path: text };
  return { kind: 'process', pid: pidOfName(text) };
}

function pidOfPort(port: number): number {
  const { pids, userIds } = findListeners(port);
  const chosen = choose(
    runningProcesses().filter(({ pid }) => pids.includes(pid)),
    'ambiguous-port',
    `listen on port ${port}`,
  );
  if (chosen !== undefined) return chosen;
  if (userIds.length > 0) {
    const users = userIds.map(userName).join(', ');
    throw new UnreadableError(
      'permission-denied',
      `a process of user ${users} listens on port ${port}, but which one is hidden from this user; run as root (CAP_SYS_PTRACE) or pass its pid`,
    );
  }
  throw new UnreadableError(
    'no-such-process',
    `no process listens on TCP port ${port}; list Go processes with: highwater ps`,
  );
}

function pidOfName(name: string): number {
  const processes = runningProcesses().filter(({ pid }) => pid !== process.pid);
  const named = processes.filter(
    (candidate) => candidate.command === name || candidate.executableName === name,
  );
  const matching = named.length > 0 ? named : processes.filter((candidate) => runsFile(candidate, name));
  const chosen = choose(matching, 'ambiguous-name', `are called ${name}`);
  if (chosen !== undefined) return chosen;
  const known = [...new Set(processes.flatMap((candidate) => [candidate.command, candidate.executableName]))];
  const near = nearest(
    name,
    known.filter((candidate) => candidate !== ''),
  );
  const hint =
    near.length > 0 ? `; did you mean ${near.join(', ')}?` : '; list Go processes with: highwater ps';
  const what = fs.existsSync(name)
    ? `${name} is no core, heap dump, recording, profile, execution trace or log, nor the executable of a running process`
    : `no process is called ${name}`;
  throw new UnreadableError('no-such-process', `${what}${hint}`);
}

/** A Go process goes before others of the same name; undefined for none. */
function choose(matching: readonly RunningProcess[], code: string, what: string): number | undefined {
  if (matching.length <= 1) return matching[0]?.pid;
  const go = matching.filter(
    ({ executable }) => executable !== undefined && goProgramOf(executable) !== undefined,
  );
  if (go.length === 1) return go[0].pid;
  const several = go.length > 1 ? go : matching;
  const listed = several.slice(0, 10).map(({ pid, name }) => `${pid} (${name})`);
  const more = several.length > listed.length ? ` and ${several.length - listed.length} more` : '';
  throw new UnreadableError(
    code,
    `${several.length} processes ${what}: ${listed.join(', ')}${more}; pass one pid`,
  );
}

/** True where the path is the very file that the process runs. */
function runsFile({ executable }: RunningProcess, path: string): boolean {
  if (executable === undefined || !path.includes('/')) return false;
  try {
    const given = fs.statSync(path);
    const running = fs.statSync(executable);
    return given.ino === running.ino && given.dev === running.dev;
  } catch {
    return false;
  }
}

function kindOfFile(path: string): 'core' | 'heap-dump' | undefined {
  let file: FileSource;
  try {
    file = fileSource(path);
  } catch {
    return undefined;
  }
  const header = file.read(0, 18);
  const isDump = isHeapDump(file);
  file.close();
  if (isDump) return 'heap-dump';
  const isCore = header.length === 18 && u32At(header, 0) === 0x464c457f && u16At(header, 16) === 4;
  return isCore ? 'core' : undefined;
}
