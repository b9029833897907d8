/*
 * What is asked by HTTP: the two-GC test on every Go line, and what servers that others wrote have in maps by their own heap profile at
 * its usual rate, held against the census of the same process, snapshot by snapshot.
 */
import { describe, expect, test } from 'vitest';
import { readEndpoint } from '../../src/inspect/index.ts';
import { buildEndpoint, startEndpoint } from '../../src/inspect/testdata/endpoint-server.ts';
import { inspect } from '../truth/inspect.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { collectionLines, endpointProcesses } from './lines.ts';
import { type RunningServer, startNats, startPrometheus } from './servers.ts';
import { leaveOut, runSubject } from './subject.ts';
import { goInstalled, unpackedDebian } from './tools.ts';

const mebibyte = 2 ** 20;
/** Of 100 processes, each inside with 95 %, fewer than this come about by chance in 1 of 100 runs. */
const leastInside = 90;
/** Most of the time of one goes into waiting for its server. */
const atOnce = 4;

interface Tested {
  readonly verdict: string;
  readonly liveBytes: number;
  readonly idleBytes: number;
  readonly idleAfterBytes: number;
}

describe('the two-GC test tells 300 MB of idle pages from an emptied map of 300 MB', () => {
  test.for(collectionLines)('$toolchain $experiment', async (line, { skip }) => {
    const subject = { group: 'The two-GC test, by HTTP', subject: lineName(line) };
    if (toolchainVersion(line) === undefined)
      return leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const binary = buildEndpoint(line.toolchain, line.experiment);
      const idle = await testOf(binary, 'idle');
      const emptied = await testOf(binary, 'emptied');
      expect([idle.tested.verdict, emptied.tested.verdict]).toEqual(['idle', 'live']);
      expect(idle.tested.idleBytes).toBeGreaterThan(280 * mebibyte);
      expect(emptied.tested.liveBytes).toBeGreaterThan(280 * mebibyte);
      const back = Math.round((idle.tested.idleBytes - idle.tested.idleAfterBytes) / mebibyte);
      const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
      return `idle: ${back} MiB given back in ${seconds(idle.elapsedMs)}; emptied map: live, ${seconds(emptied.elapsedMs)}`;
    });
  });
});

async function testOf(binary: string, hold: string): Promise<{ tested: Tested; elapsedMs: number }> {
  await using server = await startEndpoint(binary, { HOLD: hold });
  const startedMs = performance.now();
  const { facts } = await readEndpoint(server.url, { gcTest: true });
  return { tested: facts['collectionTest'] as Tested, elapsedMs: performance.now() - startedMs };
}

const servers: readonly {
  readonly name: string;
  readonly binary: () => string | undefined | Promise<string>;
  readonly start: (binary: string) => Promise<RunningServer>;
}[] = [
  {
    name: "prometheus (Debian's, stripped)",
    binary: () => unpackedDebian('prometheus', 'usr/bin/prometheus'),
    start: (binary) => startPrometheus(binary, { keepsScraping: true }),
  },
  {
    name: 'nats-server (go install)',
    binary: () => goInstalled('nats-server', 'github.com/nats-io/nats-server/v2@latest'),
    start: (binary) => startNats(binary, { publishes: true, countsAll: false }),
  },
  {
    name: 'a fixture that samples one in 16 KiB',
    binary: () => buildEndpoint(),
    start: async (binary) => {
      const server = await startEndpoint(binary, { HOLD: 'lines', RATE: '16384' });
      return { pid: server.pid, origin: server.url, end: async () => await server[Symbol.asyncDispose]() };
    },
  },
];

describe('map bytes by the samples of an unmodified endpoint', () => {
  test.for(servers)('$name', { timeout: 1_800_000 }, async (server, { skip }) => {
    const subject = { group: 'Map bytes by HTTP, against the census', subject: server.name };
    const path = await server.binary();
    if (path === undefined) return leaveOut(subject, skip, 'it cannot be downloaded');
    await runSubject(subject, async () => {
      const snapshots = await snapshotsOf(server.start, path);
      const inside = snapshots.filter(isInside).length;
      const widths = snapshots.map(({ lowBytes, highBytes, bytes }) => (highBytes - lowBytes) / bytes);
      const median = widths.toSorted((a, b) => a - b)[widths.length >> 1];
      expect(inside).toBeGreaterThanOrEqual(leastInside);
      return `the census is inside the interval of 95% in ${inside} of ${widths.length} processes; its median width is ${Math.round(median * 100)}% of the estimate`;
    });
  });
});

interface Snapshot {
  readonly bytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly censusBytes: number;
}

/** One of each process: the samples of a process stay what they are while its objects live. */
async function snapshotsOf(
  start: (binary: string) => Promise<RunningServer>,
  binary: string,
): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  let begun = 0;
  const takeSome = async (): Promise<void> => {
    while (begun++ < endpointProcesses) {
      const running = await start(binary);
      try {
        snapshots.push(await snapshotOf(running));
      } finally {
        await running.end();
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, takeSome));
  return snapshots;
}

function isInside({ lowBytes, highBytes, censusBytes }: Snapshot): boolean {
  return lowBytes <= censusBytes && censusBytes <= highBytes;
}

/** All map bytes of one moment by both ways. */
async function snapshotOf({ origin, pid }: RunningServer): Promise<Snapshot> {
  const { facts } = await readEndpoint(origin, { deep: true });
  const report = await inspect(String(pid), '--no-graph');
  const live = report.maps.filter(({ reachable }) => reachable !== false);
  const censusBytes = live.reduce((sum, { bytes, boxedBytes }) => sum + bytes + boxedBytes, 0);
  return { ...(facts['mapBytes'] as Omit<Snapshot, 'censusBytes'>), censusBytes };
}
