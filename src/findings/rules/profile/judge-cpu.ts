import type { CpuAccount, LineShare, MemoryWork, ShareEstimate, WorkShare } from '../../../profile/index.ts';
import {
  allocCpu,
  articleAllocationShare,
  dearAllocationShare,
  describeAllocCpu,
} from '../../catalogue/alloc-cpu.ts';
import type { CpuLine } from '../../catalogue/cpu-shares.ts';
import { describeProfiledGc } from '../../catalogue/gc-thrash-profiled.ts';
import { gcThrash, severeGcShare, thrashGcShare } from '../../catalogue/gc-thrash.ts';
import {
  articleGrowthShare,
  dearGrowthShare,
  describeMapGrowthCpu,
  mapGrowthCpu,
} from '../../catalogue/map-growth-cpu.ts';
import { type Finding, severities } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { findingOf } from '../runtime/runtime-finding.ts';
import type { CpuEvidence } from './evidence.ts';
import { lineText } from './line-text.ts';

/** Fewer samples may all be of one growth or one collection. */
const fewestSamples = 10;
const shownLines = 3;
/** Time is told, not memory. */
const noBytes = { bytes: 0, reclaimableBytes: 0 };

/** Findings of a CPU profile, the most urgent first; each where the lower end of its share's interval passes the threshold. */
export function judgeCpu(evidence: CpuEvidence, language: Language): Finding[] {
  const findings = [
    ...collection(evidence, language),
    ...growth(evidence, language),
    ...allocation(evidence, language),
  ];
  return findings.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}

function passes({ low, sampleCount }: ShareEstimate, threshold: number): boolean {
  return sampleCount >= fewestSamples && low > threshold;
}

/** A finding for each line that passes alone; where none does, one for all of them. */
function growth(evidence: CpuEvidence, language: Language): Finding[] {
  const { cpu } = evidence;
  const all = workOf(cpu, 'map-growth');
  if (!passes(all, articleGrowthShare)) return [];
  const lines = all.lines.filter((line) => passes(line, articleGrowthShare)).slice(0, shownLines);
  const rows: readonly (ShareEstimate & { readonly place?: LineShare['place'] })[] =
    lines.length > 0 ? lines : [all];
  return rows.map((row) => {
    const where = row.place === undefined ? undefined : lineText(row.place);
    const facts = {
      ...row,
      where,
      totalSampleCount: cpu.sampleCount,
      lines: largest(all),
      lineCount: all.lines.length,
    };
    return findingOf(
      mapGrowthCpu,
      {
        severity: row.low > dearGrowthShare ? 'medium' : 'low',
        ...noBytes,
        where: where ?? largest(all)[0]?.where ?? '',
        evidence: evidenceOf(row, cpu.sampleCount, articleGrowthShare),
      },
      describeMapGrowthCpu(facts, evidence, language),
      language,
    );
  });
}

function allocation(evidence: CpuEvidence, language: Language): Finding[] {
  const { cpu } = evidence;
  const all = cpu.plainAllocation;
  if (!passes(all, articleAllocationShare)) return [];
  const lines = largest(all);
  const facts = { ...all, totalSampleCount: cpu.sampleCount, lines, lineCount: all.lines.length };
  return [
    findingOf(
      allocCpu,
      {
        severity: all.low > dearAllocationShare ? 'medium' : 'low',
        ...noBytes,
        where: lines[0]?.where ?? '',
        evidence: evidenceOf(all, cpu.sampleCount, articleAllocationShare),
      },
      describeAllocCpu(facts, evidence, language),
      language,
    ),
  ];
}

function collection(evidence: CpuEvidence, language: Language): Finding[] {
  const { cpu } = evidence;
  const all = cpu.neededCollection;
  if (!passes(all, thrashGcShare)) return [];
  const makers = workOf(cpu, 'allocation');
  const totalSampleCount = cpu.sampleCount - cpu.idleSampleCount;
  const facts = {
    ...all,
    totalSampleCount,
    idleSampleCount: cpu.idleSampleCount,
    allocators: largest(makers),
    allocatorCount: makers.lines.length,
  };
  return [
    findingOf(
      gcThrash,
      {
        severity: all.low > severeGcShare ? 'high' : 'medium',
        ...noBytes,
        where: largest(makers)[0]?.where ?? { en: 'the collector', zh: 'GC' }[language],
        evidence: {
          ...evidenceOf(all, totalSampleCount, thrashGcShare),
          idleSampleCount: cpu.idleSampleCount,
        },
      },
      describeProfiledGc(facts, evidence, language),
      language,
    ),
  ];
}

function workOf({ works }: CpuAccount, work: MemoryWork): WorkShare {
  const [row] = works.filter((each) => each.work === work);
  return row;
}

function largest({ lines }: WorkShare): CpuLine[] {
  return lines.slice(0, shownLines).map((line) => ({ ...line, where: lineText(line.place) }));
}

function evidenceOf(
  { share, low, high, sampleCount }: ShareEstimate,
  totalSampleCount: number,
  threshold: number,
): Finding['evidence'] {
  return {
    share: rounded(share),
    lowShare: rounded(low),
    highShare: rounded(high),
    sampleCount,
    totalSampleCount,
    threshold,
  };
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
