import { Diagnostics, UnreadableError } from '../../../base/index.ts';
import { type GoLogCounts, type GoLogEvents, GoLogReader, longestLogLine } from '../../../formats/index.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import { type DeathAccount, DeathSurvey, type RaceAccount } from './death-survey.ts';
import { type DumpAccount, DumpSurvey } from './dumped-goroutines.ts';
import { goVersionOf } from './frame-places.ts';
import { type GcAccount, GcSurvey } from './gc-survey.ts';

/** All that a log says of Go programs. */
export interface LogAccount {
  readonly counts: GoLogCounts;
  readonly bytesRead: number;
  /** `go1.22.3`, of a path in a traceback; null where none has one. */
  readonly goVersion: string | null;
  readonly gc: GcAccount;
  /** The dump with the most goroutines. */
  readonly dump: DumpAccount | undefined;
  readonly dumps: readonly { readonly lineNumber: number; readonly source: string; readonly count: number }[];
  readonly deaths: readonly DeathAccount[];
  readonly races: readonly RaceAccount[];
  readonly diagnostics: Diagnostics;
}

/** Reads a log of any size. Rejects with UnreadableError where it has nothing of a Go program. */
export async function accountOfLog(file: EvidenceFile): Promise<LogAccount> {
  const [gc, dumps, deaths] = [new GcSurvey(), new DumpSurvey(), new DeathSurvey()];
  let goVersion: string | undefined;
  let bytesRead = 0;
  const events: GoLogEvents = {
    collection: (line, place) => gc.collection(line, place),
    scavenge: (line, place) => gc.scavenge(line, place),
    initialisation: (line) => gc.initialisation(line),
    goroutine: (goroutine, place) => {
      goVersion ??= goVersionOf(goroutine.frames);
      deaths.goroutine(goroutine, place);
      dumps.goroutine(goroutine, place);
    },
    profile: (place) => dumps.profile(place),
    profileRecord: (record, place) => {
      goVersion ??= goVersionOf(record.frames);
      dumps.record(record, place);
    },
    fatal: (line, place) => {
      // What precedes a death, or the kernel says of one, has no goroutines.
      if (!line.isOnlyMessage && line.kind !== 'killed') dumps.death(place, line.kind === 'signal');
      deaths.fatal(line, place);
    },
    race: (report, place) => {
      goVersion ??= goVersionOf(report.accesses.flatMap(({ frames }) => frames));
      deaths.race(report, place);
    },
  };
  const reader = new GoLogReader(events);
  for await (const piece of file.pieces()) {
    bytesRead += piece.length;
    reader.push(piece);
  }
  const counts = reader.end();
  const { largest, dumps: all } = dumps.account();
  const told = deaths.account();
  const gcAccount = gc.account();
  const isSilent =
    gcAccount.runs.length + gcAccount.initialisations.length + told.deaths.length + told.races.length === 0;
  if (isSilent && !largest)
    throw new UnreadableError(
      'log-without-go',
      `${file.name} is text in which no Go program speaks: no line of GODEBUG=gctrace=1, no dump of goroutines, panic, fatal error or race report`,
    );
  const diagnostics = new Diagnostics();
  tellDamage(counts, diagnostics);
  tellBounds(gcAccount, largest, told, diagnostics);
  return {
    counts,
    bytesRead,
    goVersion: goVersion ?? null,
    gc: gcAccount,
    dump: largest,
    dumps: all,
    deaths: told.deaths,
    races: told.races,
    diagnostics,
  };
}

function tellDamage(counts: GoLogCounts, diagnostics: Diagnostics): void {
  const { damagedCount, cutCount, announcedGoroutines, profiledGoroutines } = counts;
  if (damagedCount > 0)
    diagnostics.add(
      'log-line-damaged',
      `${damagedCount} lines begin as the runtime's and are cut or mixed with others: they are left out`,
    );
  if (cutCount > 0)
    diagnostics.add(
      'log-line-cut',
      `${cutCount} lines are longer than ${longestLogLine / 2 ** 20} MiB: what is behind that was not read`,
    );
  if (profiledGoroutines < announcedGoroutines)
    diagnostics.add(
      'goroutine-profile-cut',
      `the text announces ${announcedGoroutines} goroutines and has ${profiledGoroutines}: its end is missing`,
    );
}

function tellBounds(
  gc: GcAccount,
  dump: DumpAccount | undefined,
  told: { readonly moreDeaths: number; readonly moreRaces: number },
  diagnostics: Diagnostics,
): void {
  if (gc.moreRuns > 0)
    diagnostics.add(
      'log-runs-left-out',
      `${gc.moreRuns} more lives of processes are not told: too many in one log`,
    );
  if (gc.repeatCount > 0)
    diagnostics.add('log-lines-repeated', `${gc.repeatCount} lines of gctrace stand twice and count once`);
  if (dump && dump.ungroupedCount > 0)
    diagnostics.add(
      'dump-groups-left-out',
      `${dump.ungroupedCount} goroutines stand at more different places than are kept`,
    );
  if (told.moreDeaths + told.moreRaces > 0)
    diagnostics.add(
      'deaths-left-out',
      `${told.moreDeaths + told.moreRaces} more deaths and race reports are not told: too many different ones`,
    );
}
