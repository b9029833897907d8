import { procLink, procNames, procText } from '../process/proc-text.ts';

/** The processes that listen on a TCP port, in any network namespace that can be seen. */
export interface Listeners {
  readonly pids: readonly number[];
  /** Users of the listening sockets, also of those whose process is hidden. */
  readonly userIds: readonly number[];
}

const listenState = '0A';

export function findListeners(port: number): Listeners {
  const pids = procNames('/proc').filter((name) => /^\d+$/.test(name));
  const sockets = new Map<string, number>();
  const namespaces = new Set<string>();
  for (const pid of ['self', ...pids]) {
    const namespace = procLink(`/proc/${pid}/ns/net`);
    if (namespace === undefined || namespaces.has(namespace)) continue;
    namespaces.add(namespace);
    for (const table of ['tcp', 'tcp6']) {
      for (const { inode, userId } of parseListening(procText(`/proc/${pid}/net/${table}`) ?? '', port)) {
        sockets.set(`socket:[${inode}]`, userId);
      }
    }
  }
  const owners = sockets.size === 0 ? [] : pids.filter((pid) => ownsSocket(pid, sockets));
  return {
    pids: owners.map(Number).sort((left, right) => left - right),
    userIds: [...new Set(sockets.values())],
  };
}

/** Lines of /proc/net/tcp: `sl local:port remote:port state tx:rx tr:when retrnsmt uid timeout inode …`. */
export function parseListening(text: string, port: number): { inode: string; userId: number }[] {
  const found: { inode: string; userId: number }[] = [];
  for (const line of text.split('\n')) {
    const [, local, , state, , , , userId, , inode] = line.trim().split(/\s+/);
    if (state !== listenState || local === undefined || inode === undefined || inode === '0') continue;
    if (Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16) === port)
      found.push({ inode, userId: Number(userId) });
  }
  return found;
}

function ownsSocket(pid: string, sockets: ReadonlyMap<string, number>): boolean {
  const folder = `/proc/${pid}/fd`;
  return procNames(folder).some((name) => sockets.has(procLink(`${folder}/${name}`) ?? ''));
}
