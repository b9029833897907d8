import type { Diagnostics } from '../../../base/index.ts';
import type { MemoryStatistics, ProfileColumns } from '../../../formats/index.ts';
import { flameTree } from '../../../profile/index.ts';
import {
  type Finding,
  judgeGoroutineProfile,
  judgeProfiledMaps,
  judgeStatistics,
  type Language,
  type RemedyContext,
  statisticsLedger,
  totalBytesOf,
} from '../../../findings/index.ts';
import type { EvidenceReport, EvidenceWording } from '../evidence-report.ts';
import { goMinorOf, statisticsHeadline, worstFirst } from '../statistics-wording.ts';
import type { AllocationAccount, AllocationLine } from './allocation-lines.ts';
import type { CollectionTestResult } from './collection-test.ts';
import { collectionTable, furtherTable, goroutineTable, lineTable } from './endpoint-tables.ts';
import { collectionSentence } from './endpoint-words.ts';
import type { GoroutineTextGroup } from './goroutine-groups.ts';
import { type LineMapType, type SlotCounts, slotCountsOf } from './slot-counts.ts';

/** What was left out because it costs the process more, and what it would add. */
export interface Further {
  readonly option: '--deep' | '--gc-test';
  readonly adds: 'map-lines' | 'map-lines-and-ledger' | 'goroutines' | 'collection-test';
  /** How many stacks or goroutines it is about; null where not known. */
  readonly stackCount: number | null;
}

/** What an endpoint has shown. */
export interface EndpointLook {
  /** The URL without credentials. */
  readonly source: string;
  /** Paths that were of use. */
  readonly sources: readonly string[];
  readonly bytesRead: number;
  readonly nowMs: number;
  readonly statistics: MemoryStatistics;
  /** True where functions of Swiss maps were seen. */
  readonly isSwiss: boolean;
  /** Types of maps that the user knows. */
  readonly mapTypes: readonly LineMapType[];
  /** Null where no heap profile was read. */
  readonly allocations: AllocationAccount | null;
  readonly goroutineGroups: readonly GoroutineTextGroup[];
  /** Profiles with their stacks, made on demand; undefined where none was read. */
  readonly heapStacks: (() => ProfileColumns) | undefined;
  readonly goroutineStacks: (() => ProfileColumns) | undefined;
  readonly tested: CollectionTestResult | null;
  readonly further: readonly Further[];
}

/** The report of a look, in both languages. */
export function reportOf(look: EndpointLook, diagnostics: Diagnostics): EvidenceReport {
  const { source, bytesRead, statistics, tested, allocations, sources, heapStacks, goroutineStacks } = look;
  const isSampled = (allocations?.sampledEveryBytes ?? 0) > 0;
  return {
    target: { kind: 'endpoint', source, goVersion: statistics.goVersion },
    bytesRead,
    facts: {
      sources,
      memoryStatistics: statistics,
      sampledEveryBytes: allocations?.sampledEveryBytes ?? null,
      mapBytes: allocations?.mapBytes ?? null,
      collectionTest: tested?.test ?? null,
    },
    diagnostics: diagnostics.list(),
    ...(heapStacks && isSampled ? { flame: () => flameTree(heapStacks()), flameType: 'inuse_space' } : {}),
    ...(goroutineStacks ? { goroutineFlame: () => flameTree(goroutineStacks()) } : {}),
    wordingIn: (language) => wordingOf(look, language),
  };
}

function wordingOf(look: EndpointLook, language: Language): EvidenceWording {
  const { statistics, tested, allocations, goroutineGroups, further } = look;
  const findings = findingsOf(look, language);
  // What the test has shown is more than any finding.
  const headline = statisticsHeadline(statistics, tested ? [] : findings, language);
  const space = language === 'en' ? ' ' : '';
  return {
    headline: tested ? `${collectionSentence(tested.test, language)}${space}${headline}` : headline,
    ledger: statisticsLedger(statistics, tested?.test ?? null, language),
    tables: [
      ...(tested ? [collectionTable(tested, language)] : []),
      ...(allocations && allocations.sampledEveryBytes > 0
        ? [lineTable(allocations, language, slotsOf(look))]
        : []),
      goroutineTable(goroutineGroups, language),
      furtherTable(further, language),
    ],
    findings,
  };
}

/** Undefined where no type was told: most looks have no use for the column. */
function slotsOf(look: EndpointLook): ((line: AllocationLine) => SlotCounts | null) | undefined {
  const { mapTypes } = look;
  const { goMinor: minor, mapKind } = contextOf(look);
  return mapTypes.length > 0 ? (line) => slotCountsOf(line, mapTypes, { minor, mapKind }) : undefined;
}

/** The frames of maps tell their design, and where the version is not told, so the oldest or the newest that it can be. */
export function contextOf({ statistics, isSwiss, allocations }: EndpointLook): RemedyContext {
  const isClassic = !isSwiss && (allocations?.mapLines ?? []).length > 0;
  const goMinor = goMinorOf(statistics.goVersion) ?? (isClassic ? 23 : 26);
  return { goMinor, mapKind: isClassic || (!isSwiss && goMinor < 24) ? 'classic' : 'swiss' };
}

function findingsOf(look: EndpointLook, language: Language): Finding[] {
  const { statistics, tested, allocations, goroutineGroups, nowMs } = look;
  const mapLines = allocations?.mapLines ?? [];
  const context = contextOf(look);
  const totalBytes = totalBytesOf(statistics) ?? 0;
  const evidence = {
    ...context,
    statistics,
    nowMs,
    split: tested?.test ?? null,
    after: tested?.after ?? null,
    sampledEveryBytes: allocations?.sampledEveryBytes ?? null,
  };
  return worstFirst([
    ...judgeProfiledMaps(mapLines, totalBytes, context, language),
    ...judgeStatistics(evidence, language),
    ...judgeGoroutineProfile(goroutineGroups, statistics.stackInuseBytes, totalBytes, context, language),
  ]);
}
