/* A heap dump and the process that wrote it, looked at one after the other: what differs between the two reports. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Comparison, compareWithTruth } from './compare.ts';
import { startFixture } from './fixture-process.ts';
import { inspect } from './inspect.ts';
import type { Report, ReportedMap } from './report.ts';
import { buildFixture, type Flavour, type GoLine, isStripped } from './toolchain.ts';

/** Has the fixture write a dump, and compares its report with the truth and with that of the live process. */
export async function compareHeapDump(line: GoLine, flavour: Flavour): Promise<Comparison> {
  return withDump(line, flavour, [], async (dumped, compared, pid) => {
    const live = await inspect(String(pid));
    return { ...compared, problems: [...compared.problems, ...differencesFromLive(dumped, live)] };
  });
}

/** The same for a program that another one runs, which cannot be looked into: with the truth alone. */
export async function compareEmulatedDump(line: GoLine, emulator: string): Promise<Comparison> {
  return withDump(line, 'plain', [emulator], async (_, compared) => compared);
}

async function withDump(
  line: GoLine,
  flavour: Flavour,
  runner: readonly string[],
  look: (dumped: Report, compared: Comparison, pid: number) => Promise<Comparison>,
): Promise<Comparison> {
  const binary = buildFixture(line, flavour);
  const folder = mkdtempSync(join(tmpdir(), 'highwater-truth-dump-'));
  try {
    const file = join(folder, 'heap.dump');
    const fixture = await startFixture([...runner, binary, '--small-maps=1000', `--heap-dump=${file}`]);
    try {
      const dumped = await inspect(file, '--exe', binary);
      const terms = { stripped: isStripped(flavour), lacksLargeTypes: true };
      return await look(dumped, compareWithTruth(fixture.truth, dumped, terms), fixture.pid);
    } finally {
      await fixture.end();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function differencesFromLive(dumped: Report, live: Report): string[] {
  const problems: string[] = [];
  const byAddress = new Map(live.maps.map((map) => [map.address, map]));
  for (const map of dumped.maps) {
    const other = byAddress.get(map.address);
    if (!other) problems.push(`${map.address} ${map.type}: not a map of the process`);
    else if (!isSame(map, other)) problems.push(`${JSON.stringify(map)}, live ${JSON.stringify(other)}`);
  }
  if (dumped.maps.length !== live.maps.length)
    problems.push(`${dumped.maps.length} maps, ${live.maps.length} of the process`);
  const ours = findingsText(dumped);
  const theirs = findingsText(live);
  if (ours !== theirs) problems.push(`findings ${ours}, live ${theirs}`);
  return problems;
}

/** Only mspan.largeType, which is in no dump, tells the type of some large maps; the bytes of their boxes hang on it. */
function isSame(map: ReportedMap, live: ReportedMap): boolean {
  const lacksType = map.type === 'map[?]?' && map.bytes > 32768;
  const expected = lacksType ? { ...live, type: map.type, boxedBytes: map.boxedBytes } : live;
  return JSON.stringify(map) === JSON.stringify(expected);
}

/** Findings on pages and goroutines: a dump does not say what is resident, nor what time it is. */
const ofTheProcess = /^(?:heap|goroutine|stack|memory|madvise|mspan)-/;

function findingsText({ findings }: Report): string {
  return findings
    .filter(({ id }) => !ofTheProcess.test(id))
    .map(({ id, bytes, reclaimableBytes }) => `${id} ${bytes} ${reclaimableBytes}`)
    .join(', ');
}
