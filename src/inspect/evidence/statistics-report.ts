import type { Diagnostics } from '../../base/index.ts';
import type { HeapText, MemoryStatistics } from '../../formats/index.ts';
import { type Finding, judgeStatistics, type Language, statisticsLedger } from '../../findings/index.ts';
import { lineTable } from './endpoint/endpoint-tables.ts';
import { heapProfileOfText } from './endpoint/text-stacks.ts';
import { accountOfText } from './endpoint/allocation-lines.ts';
import { flameTree } from '../../profile/index.ts';
import type { EvidenceReport, EvidenceTarget } from './evidence-report.ts';
import { goMinorOf, statisticsHeadline, worstFirst } from './statistics-wording.ts';

/** MemStats of a moment that is over, and the heap profile that they stood below, if any. */
interface KeptStatistics {
  readonly target: EvidenceTarget;
  readonly bytesRead: number;
  readonly statistics: MemoryStatistics;
  readonly heap: HeapText | null;
}

/** The report of MemStats in a file. */
export function statisticsReport(kept: KeptStatistics, diagnostics: Diagnostics): EvidenceReport {
  const { target, bytesRead, statistics, heap } = kept;
  // A file has no names for the addresses of the runtime.
  const account = heap && heap.sampledEveryBytes > 0 ? accountOfText(heap, new Map()) : null;
  return {
    target,
    bytesRead,
    facts: { memoryStatistics: statistics, sampledEveryBytes: heap?.sampledEveryBytes ?? null },
    diagnostics: diagnostics.list(),
    ...(account && heap
      ? { flame: () => flameTree(heapProfileOfText(heap, new Map())), flameType: 'inuse_space' }
      : {}),
    wordingIn: (language) => {
      const findings = findingsOf(kept, language);
      return {
        headline: statisticsHeadline(statistics, findings, language),
        ledger: statisticsLedger(statistics, null, language),
        tables: account ? [lineTable(account, language)] : [],
        findings,
      };
    },
  };
}

function findingsOf({ statistics, heap }: KeptStatistics, language: Language): Finding[] {
  const goMinor = goMinorOf(statistics.goVersion) ?? 26;
  const evidence = {
    goMinor,
    mapKind: goMinor >= 24 ? ('swiss' as const) : ('classic' as const),
    statistics,
    // When the file was written is not known.
    nowMs: null,
    split: null,
    after: null,
    sampledEveryBytes: heap?.sampledEveryBytes ?? null,
  };
  return worstFirst(judgeStatistics(evidence, language));
}
