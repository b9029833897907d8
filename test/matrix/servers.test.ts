/*
 * Servers that others wrote, held against their own account: what the runtime's map functions allocated and the census
 * must be the same bytes, but for the sampling error of the profile (none under GODEBUG=memprofilerate=1), for what
 * changes between the two looks, and for bookkeeping that DESIGN does not count (mapextra and its overflow lists).
 */
import { describe, test } from 'vitest';
import { inspect } from '../truth/inspect.ts';
import type { Report } from '../truth/report.ts';
import { leaveOut, runSubject } from './subject.ts';
import { readServerProfile, type ServerProfile } from './server-profile.ts';
import { type RunningServer, startNats, startPrometheus } from './servers.ts';
import { goInstalled, unpackedDebian } from './tools.ts';

interface ServerCase {
  readonly name: string;
  readonly binary: () => string | undefined;
  readonly start: (binary: string) => Promise<RunningServer>;
}

const cases: readonly ServerCase[] = [
  {
    name: "prometheus (Debian's, stripped)",
    binary: () => unpackedDebian('prometheus', 'usr/bin/prometheus'),
    start: startPrometheus,
  },
  {
    name: 'nats-server (go install)',
    binary: () => goInstalled('nats-server', 'github.com/nats-io/nats-server/v2@latest'),
    start: startNats,
  },
];

/** Share (beside four standard errors of the sampling) by which the two accounts may differ, and a floor under which a difference is no news. */
const toleratedShare = 0.05;
const toleratedBytes = 64 * 1024;
const toleratedMaps = 50;

describe('a server that others wrote', () => {
  test.for(cases)('$name', async ({ name, binary, start }, { skip }) => {
    const subject = { group: 'Servers, against their own heap profile', subject: name };
    const path = binary();
    if (path === undefined) leaveOut(subject, skip, 'it cannot be downloaded');
    await runSubject(subject, async () => {
      const server = await start(path);
      try {
        const profile = await readServerProfile(server.origin);
        return accounts(profile, await inspect(String(server.pid)));
      } finally {
        await server.end();
      }
    });
  });
});

function accounts(profile: ServerProfile, report: Report): string {
  const live = report.maps.filter((map) => map.reachable !== false);
  const censusBytes = live.reduce((sum, map) => sum + map.bytes + map.boxedBytes, 0);
  const headers = profile.headerCount === undefined ? 'sampled' : `${profile.headerCount} map headers`;
  const figures =
    `${report.target.goVersion}: census ${live.length} maps, ${censusBytes} bytes; ` +
    `profile ${headers}, ${profile.mapBytes} map bytes (± ${profile.errorBytes}) of ${profile.heapAlloc} allocated`;
  const problems: string[] = [];
  if (!(profile.mapBytes > 0)) problems.push('the profile shows no maps');
  const tolerated = Math.max(toleratedBytes, profile.mapBytes * toleratedShare) + 4 * profile.errorBytes;
  if (Math.abs(censusBytes - profile.mapBytes) > tolerated) problems.push('bytes');
  const headerCount = profile.headerCount ?? live.length;
  if (Math.abs(live.length - headerCount) > Math.max(toleratedMaps, headerCount * toleratedShare)) {
    problems.push('number of maps');
  }
  if (censusBytes > profile.heapInuse) problems.push('more than the heap in use');
  if (live.length > profile.heapObjects) problems.push('more maps than objects');
  if (problems.length > 0) throw new Error(`${problems.join(', ')}: ${figures}`);
  return figures;
}
