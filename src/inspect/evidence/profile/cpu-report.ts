import {
  articleAllocationShare,
  articleGrowthShare,
  formatShare,
  judgeCpu,
  type Language,
  lineText,
  type RemedyContext,
} from '../../../findings/index.ts';
import {
  type CpuAccount,
  cpuAccount,
  flameTree,
  goVersionOf,
  type MemoryWork,
  type WorkShare,
} from '../../../profile/index.ts';
import type { EvidenceReport, EvidenceTable, EvidenceWording } from '../evidence-report.ts';
import { functionTable } from './function-table.ts';
import { profileFacts, type ProfileSource, reportHead } from './profile-source.ts';
import { kindWords, titleWords, workWords } from './profile-words.ts';

/**
 * The articles' thresholds: growWork above 5 % of calls (003 §2.1), mallocgc above 30 % of top -cum (001 §3.2, of a heap profile,
 * which never shows mallocgc). Their 200 ns for a call of mapassign is no share, and no profile counts calls.
 */
const articleShare: Readonly<Partial<Record<MemoryWork, number>>> = {
  'map-growth': articleGrowthShare,
  allocation: articleAllocationShare,
};

/** What a CPU profile says of the work that memory costs, each share with the error of its sample count. */
export function cpuReport(source: ProfileSource): EvidenceReport {
  const account = cpuAccount(source.profile);
  const evidence = { cpu: account, ...remedyContext(goVersionOf(source.profile), account) };
  return {
    ...reportHead(source),
    flame: () => flameTree(source.profile),
    facts: profileFacts(source, 'cpu', {
      totals: { sampleCount: account.sampleCount, cpuMs: account.cpuNanos / 1e6 },
    }),
    wordingIn: (language): EvidenceWording => ({
      headline: headlineOf(account, language),
      ledger: null,
      tables: [
        workTable(account, language),
        workLineTable(account, language),
        functionTable(source.profile, { column: 1, unit: 'ms', suffix: 'Ms', divisor: 1e6 }, language),
      ],
      findings: judgeCpu(evidence, language),
    }),
  };
}

/** For remedies: where the version is not known, the newest with the maps that the stacks show. */
function remedyContext(version: string | undefined, { mapKind }: CpuAccount): RemedyContext {
  const newest = mapKind === 'classic' ? 23 : 26;
  const goMinor = Number(/^go1\.(\d+)/.exec(version ?? '')?.[1] ?? newest);
  return { goMinor, mapKind: mapKind ?? (goMinor >= 24 ? 'swiss' : 'classic') };
}

function headlineOf({ works, sampleCount }: CpuAccount, language: Language): string {
  const over = works.filter((work) => verdictOf(work) === 'over');
  const named = over.map((work) => `${workWords[work.work][language]} ${shareText(work)}`).join(', ');
  if (over.length > 0)
    return {
      en: `${kindWords.cpu.en} of ${sampleCount} samples: above an article's threshold: ${named}.`,
      zh: `${kindWords.cpu.zh}，${sampleCount} 个样本：超过文章阈值的有 ${named}。`,
    }[language];
  return {
    en: `${kindWords.cpu.en} of ${sampleCount} samples: no work for memory is above a threshold of the articles.`,
    zh: `${kindWords.cpu.zh}，${sampleCount} 个样本：没有任何内存相关开销超过文章给出的阈值。`,
  }[language];
}

function shareText({ share, low, high }: WorkShare): string {
  return `${formatShare(share, 1)} (${formatShare(low, 1)}–${formatShare(high, 1)})`;
}

/** Over or under only where the whole interval is. */
function verdictOf({ work, low, high }: WorkShare): 'over' | 'under' | 'open' | undefined {
  const threshold = articleShare[work];
  if (threshold === undefined) return undefined;
  if (low > threshold) return 'over';
  return high <= threshold ? 'under' : 'open';
}

const verdictWords = {
  over: { en: 'above', zh: '超过' },
  under: { en: 'below', zh: '低于' },
  open: { en: 'too few samples to say', zh: '样本太少，无法判断' },
} as const;

function workTable({ works }: CpuAccount, language: Language): EvidenceTable {
  return {
    id: 'work',
    title: titleWords.work[language],
    columns: [
      { id: 'work', title: titleWords.workColumn[language], unit: 'text' },
      { id: 'share', title: titleWords.share[language], unit: 'share' },
      { id: 'lowShare', title: titleWords.low[language], unit: 'share' },
      { id: 'highShare', title: titleWords.high[language], unit: 'share' },
      { id: 'samples', title: titleWords.samples[language], unit: 'count' },
      { id: 'articleShare', title: titleWords.threshold[language], unit: 'share' },
      { id: 'verdict', title: titleWords.verdict[language], unit: 'text' },
    ],
    rows: works.map((row) => {
      const verdict = verdictOf(row);
      return [
        workWords[row.work][language],
        row.share,
        row.low,
        row.high,
        row.sampleCount,
        articleShare[row.work] ?? null,
        verdict === undefined ? null : verdictWords[verdict][language],
      ];
    }),
    note: {
      en: 'Told by runtime frames: mapassign; growWork and evacuate, or grow, rehash and split of Swiss maps; mallocgc; the collector. Shares overlap: an insert that grows a map also allocates. The articles also name 200 ns for a call of mapassign: no profile counts calls, so that cannot be said.',
      zh: '依据运行时栈帧：mapassign；growWork、evacuate，或 Swiss map 的 grow、rehash、split；mallocgc；GC。各项占比有重叠：触发扩容的写入也包含分配。文章还给出 mapassign 单次 200 ns 的阈值：profile 不统计调用次数，无法判断。',
    }[language],
  };
}

function workLineTable({ works }: CpuAccount, language: Language): EvidenceTable {
  return {
    id: 'workLines',
    title: titleWords.workLines[language],
    columns: [
      { id: 'line', title: titleWords.line[language], unit: 'text' },
      { id: 'work', title: titleWords.workColumn[language], unit: 'text' },
      { id: 'share', title: titleWords.share[language], unit: 'share' },
      { id: 'lowShare', title: titleWords.low[language], unit: 'share' },
      { id: 'highShare', title: titleWords.high[language], unit: 'share' },
      { id: 'samples', title: titleWords.samples[language], unit: 'count' },
    ],
    rows: works
      .flatMap(({ work, lines }) => lines.map((row) => ({ work, ...row })))
      .toSorted((a, b) => b.share - a.share)
      .map((row) => [
        lineText(row.place),
        workWords[row.work][language],
        row.share,
        row.low,
        row.high,
        row.sampleCount,
      ]),
  };
}
