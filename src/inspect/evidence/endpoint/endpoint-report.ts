import type { Diagnostics } from '../../../base/index.ts';
import type { HeapText, MemoryStatistics } from '../../../formats/index.ts';
import {
  type Finding,
  judgeGoroutineProfile,
  judgeProfiledMaps,
  judgeStatistics,
  type Language,
  statisticsLedger,
  totalBytesOf,
} from '../../../findings/index.ts';
import type { EvidenceReport, EvidenceWording } from '../evidence-report.ts';
import { goMinorOf, statisticsHeadline, worstFirst } from '../statistics-wording.ts';
import type { CollectionTestResult } from './collection-test.ts';
import { collectionTable, furtherTable, goroutineTable, lineTable } from './endpoint-tables.ts';
import { collectionSentence } from './endpoint-words.ts';
import type { GoroutineTextGroup } from './goroutine-groups.ts';
import type { AllocationLine, MapLine } from './map-lines.ts';
import type { SampledBytes } from './sampled-bytes.ts';

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
  readonly heap: HeapText | null;
  readonly lines: readonly AllocationLine[];
  /** What all maps take; null where no samples, or no names, tell. */
  readonly mapBytes: SampledBytes | null;
  readonly mapLines: readonly MapLine[];
  readonly goroutineGroups: readonly GoroutineTextGroup[];
  readonly tested: CollectionTestResult | null;
  readonly further: readonly Further[];
}

/** The report of a look, in both languages. */
export function reportOf(look: EndpointLook, diagnostics: Diagnostics): EvidenceReport {
  const { source, bytesRead, statistics, tested, heap, sources } = look;
  return {
    target: { kind: 'endpoint', source, goVersion: statistics.goVersion },
    bytesRead,
    facts: {
      sources,
      memoryStatistics: statistics,
      sampledEveryBytes: heap?.sampledEveryBytes ?? null,
      mapBytes: look.mapBytes,
      collectionTest: tested?.test ?? null,
    },
    diagnostics: diagnostics.list(),
    wordingIn: (language) => wordingOf(look, language),
  };
}

function wordingOf(look: EndpointLook, language: Language): EvidenceWording {
  const { statistics, tested, lines, mapBytes, goroutineGroups, heap, further } = look;
  const findings = findingsOf(look, language);
  // What the test has shown is more than any finding.
  const headline = statisticsHeadline(statistics, tested ? [] : findings, language);
  const space = language === 'en' ? ' ' : '';
  return {
    headline: tested ? `${collectionSentence(tested.test, language)}${space}${headline}` : headline,
    ledger: statisticsLedger(statistics, tested?.test ?? null, language),
    tables: [
      ...(tested ? [collectionTable(tested, language)] : []),
      ...(heap && heap.sampledEveryBytes > 0 ? [lineTable(lines, heap, mapBytes, language)] : []),
      goroutineTable(goroutineGroups, language),
      furtherTable(further, language),
    ],
    findings,
  };
}

function findingsOf(look: EndpointLook, language: Language): Finding[] {
  const { statistics, tested, mapLines, goroutineGroups, heap, isSwiss, nowMs } = look;
  const goMinor = goMinorOf(statistics.goVersion) ?? (isSwiss || mapLines.length === 0 ? 26 : 23);
  const context = { goMinor, mapKind: isSwiss || goMinor >= 24 ? ('swiss' as const) : ('classic' as const) };
  const totalBytes = totalBytesOf(statistics) ?? 0;
  const evidence = {
    ...context,
    statistics,
    nowMs,
    split: tested?.test ?? null,
    after: tested?.after ?? null,
    sampledEveryBytes: heap?.sampledEveryBytes ?? null,
  };
  return worstFirst([
    ...judgeProfiledMaps(mapLines, totalBytes, context, language),
    ...judgeStatistics(evidence, language),
    ...judgeGoroutineProfile(goroutineGroups, statistics.stackInuseBytes, totalBytes, context, language),
  ]);
}
