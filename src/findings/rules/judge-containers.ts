import { formatAddress } from '../../base/index.ts';
import type { Backlog, Containers, PoolRecord, TimerGroup } from '../../image/index.ts';
import { cgoHandles, describeHandles, type HandleFacts } from '../catalogue/cgo-handles.ts';
import { describeBacklog, finalizerBacklog } from '../catalogue/finalizer-backlog.ts';
import type { CatalogueEntry, Wording } from '../catalogue/entry.ts';
import { describePool, poolHoard } from '../catalogue/pool-hoard.ts';
import { describeTimers, timerUnstopped } from '../catalogue/timer-unstopped.ts';
import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { severityOf } from '../severity.ts';
import type { CensusEvidence } from './evidence.ts';

type Context = Pick<CensusEvidence, 'totalBytes' | 'goMinor' | 'mapKind'>;

/** Findings about what pools, timers, handles and finalizers keep. All of it comes back when the remedy is followed. */
export function judgeContainers(containers: Containers, context: Context, language: Language): Finding[] {
  const { pools, timers, handles, pinned, backlog } = containers;
  return [
    ...pools.map((pool) => hoardingPool(pool, context, language)),
    ...timers.groups
      .filter((group) => !ownTimers.test(group.function))
      .map((group) => unstoppedTimers(group, timers.waitedFor, context, language)),
    handles && keptForC('handle', handles, context, language),
    keptForC('pin', pinned, context, language),
    backlog && waitingFinalizers(backlog, containers, context, language),
  ].filter((finding) => finding !== undefined);
}

/** A finding where the bytes are worth one. Retained bytes, where a graph has them, count for those that were added up. */
function findingOf(
  entry: CatalogueEntry,
  kept: { readonly bytes: number; readonly retainedBytes: number | undefined },
  where: string,
  context: Context,
  language: Language,
  wording: (bytes: number) => Wording,
  evidence: Finding['evidence'],
): Finding | undefined {
  const bytes = kept.retainedBytes ?? kept.bytes;
  const severity = severityOf(bytes, context.totalBytes);
  if (severity === undefined) return undefined;
  return {
    id: entry.id,
    severity,
    bytes,
    reclaimableBytes: bytes,
    where,
    title: entry.title[language],
    ...wording(bytes),
    evidence: { ...evidence, objectBytes: kept.bytes, retainedBytes: kept.retainedBytes ?? null },
  };
}

function hoardingPool(pool: PoolRecord, context: Context, language: Language): Finding | undefined {
  const { name, type, values, victimValues, victimBytes, medianValueBytes, largestValueBytes } = pool;
  const address = formatAddress(pool.address);
  const where = name ?? `sync.Pool @ ${address}`;
  const evidence = { address, type, values, victimValues, victimBytes, medianValueBytes, largestValueBytes };
  return findingOf(
    poolHoard,
    pool,
    where,
    context,
    language,
    (bytes) => describePool({ where, isUnnamed: name === undefined, ...evidence, bytes }, context, language),
    evidence,
  );
}

/** Idle connections, deadlines of pipes: these packages stop their timers themselves, and each is of a connection in use. */
const ownTimers = /^(net|net\/http|net\/http\/[a-z]+|golang\.org\/x\/net\/http2)\./;

const timerTypes = { ticker: 'time.Ticker', timer: 'time.Timer', func: 'time.AfterFunc' } as const;

function unstoppedTimers(
  group: TimerGroup,
  waitedFor: number,
  context: Context,
  language: Language,
): Finding | undefined {
  const { kind, function: name, count, isCollectable, soonestMs, latestMs, example } = group;
  return findingOf(
    timerUnstopped,
    group,
    name === '' ? timerTypes[kind] : name,
    context,
    language,
    (bytes) => describeTimers({ ...group, bytes }, context, language),
    {
      kind: timerTypes[kind],
      function: name,
      count,
      isCollectable,
      shortestPeriodMs: group.shortestPeriodMs,
      longestPeriodMs: group.longestPeriodMs,
      soonestMs: soonestMs ?? null,
      latestMs: latestMs ?? null,
      example: formatAddress(example),
      waitedFor,
    },
  );
}

function keptForC(
  kind: HandleFacts['kind'],
  kept: Containers['pinned'],
  context: Context,
  language: Language,
): Finding | undefined {
  const { count, type } = kept;
  return findingOf(
    cgoHandles,
    kept,
    kind === 'handle' ? 'runtime/cgo.Handle' : 'runtime.Pinner',
    context,
    language,
    (bytes) => describeHandles({ kind, count, bytes, type }, context, language),
    { kind, count, type },
  );
}

function waitingFinalizers(
  backlog: Backlog,
  { finalizersSet, cleanupsSet }: Containers,
  context: Context,
  language: Language,
): Finding | undefined {
  const { finalizers, cleanups, type, function: name } = backlog;
  const {
    goroutine,
    function: standing,
    file,
    line,
  } = backlog.blocked ?? { goroutine: 0, function: '', file: '', line: 0 };
  const place = file === '' ? '' : `${file}:${line}`;
  const blocked = backlog.blocked && { goroutine, function: standing, place };
  return findingOf(
    finalizerBacklog,
    backlog,
    blocked ? `goroutine ${goroutine} (${standing})` : name,
    context,
    language,
    (bytes) =>
      describeBacklog(
        { finalizers, cleanups, bytes, type, function: name, blocked, finalizersSet, cleanupsSet },
        context,
        language,
      ),
    {
      finalizers,
      cleanups,
      type,
      function: name,
      finalizersSet,
      cleanupsSet,
      blockedGoroutine: blocked ? goroutine : null,
      blockedIn: blocked ? standing : null,
      blockedAt: blocked ? place : null,
    },
  );
}
