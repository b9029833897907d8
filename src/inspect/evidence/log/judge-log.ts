import {
  type Finding,
  isAtLeast,
  judgeCollections,
  judgeDump,
  judgeMapDeath,
  judgeMemoryDeath,
  judgeRace,
  type Language,
  type LogContext,
} from '../../../findings/index.ts';
import type { DeathAccount, RaceAccount } from './death-survey.ts';
import type { GcRunAccount } from './gc-run.ts';
import type { LogAccount } from './log-account.ts';
import { mapExpressionAt } from './map-expression.ts';

/** What is supposed of a program whose version no path tells: remedies name the versions that they need. */
const newestMinor = 26;
const firstSwissMinor = 24;

/** Findings of a log, in every language, the gravest first. */
export function judgeLog(account: LogAccount): (language: Language) => Finding[] {
  const context = contextOf(account.goVersion);
  const expressions = new Map<string, string>();
  const expressionAt = (at: string, isWrite: boolean): string => {
    const key = `${at} ${isWrite}`;
    const known = expressions.get(key) ?? mapExpressionAt(at, isWrite);
    expressions.set(key, known);
    return known;
  };
  const { dump, gc, deaths, races } = account;
  return (language) =>
    [
      ...deaths.flatMap((death) => findingOfDeath(death, context, gc.runs, expressionAt, language)),
      ...races.map((race) => findingOfRace(race, context, expressionAt, language)),
      ...gc.runs.flatMap((run) => judgeCollections(collectionsOf(run, context), language)),
      ...(dump ? judgeDump({ ...context, count: dump.count, groups: dump.groups }, language) : []),
    ].sort((left, right) => rank(right) - rank(left));
}

function rank({ severity }: Finding): number {
  return (['high', 'medium', 'low'] as const).filter((each) => isAtLeast(severity, each)).length;
}

function contextOf(goVersion: string | null): LogContext {
  const minor = Number(goVersion?.split('.')[1]?.replace(/\D.*$/, '') ?? newestMinor);
  return { goMinor: minor, mapKind: minor >= firstSwissMinor ? 'swiss' : 'classic' };
}

function findingOfDeath(
  death: DeathAccount,
  context: LogContext,
  runs: readonly GcRunAccount[],
  expressionAt: (at: string, isWrite: boolean) => string,
  language: Language,
): Finding[] {
  const { kind, message } = death;
  if (kind === 'concurrent-map' || kind === 'nil-map') {
    const isWrite = kind === 'nil-map' || message.includes('concurrent map writes');
    const expression = expressionAt(death.place?.at ?? '', isWrite);
    return [judgeMapDeath({ ...context, ...death, kind, expression }, language)];
  }
  if (kind === 'killed' || kind === 'out-of-memory')
    return [judgeMemoryDeath({ ...context, ...death, kind, liveBytes: liveBefore(death, runs) }, language)];
  return [];
}

/** What was alive before a death: of a log with one run, which that death ended; whose it is the kernel's lines do not say. */
function liveBefore(
  { kind, lineNumber, source, count }: DeathAccount,
  runs: readonly GcRunAccount[],
): number | null {
  if (runs.length !== 1 || count > 1) return null;
  const [run] = runs;
  const isOfIt = run.lastLine < lineNumber && (kind === 'killed' || run.source === source);
  return isOfIt ? run.liveBytes.last : null;
}

function findingOfRace(
  race: RaceAccount,
  context: LogContext,
  expressionAt: (at: string, isWrite: boolean) => string,
  language: Language,
): Finding {
  const places = race.isMap ? race.accesses : [];
  const expressions = places.map(({ kind, place }) => expressionAt(place.at, kind === 'write'));
  const expression = expressions.find((each) => each !== '') ?? '';
  return judgeRace({ ...context, ...race, expression }, language);
}

function collectionsOf(run: GcRunAccount, context: LogContext): Parameters<typeof judgeCollections>[0] {
  return { ...context, ...run, freeOsMemoryCount: run.scavenger ? run.scavenger.forcedCount : null };
}
