import type { MemoryStatistics } from '../../formats/index.ts';
import {
  type Finding,
  formatBytes,
  heldBytesOf,
  idleBytesOf,
  isAtLeast,
  type Language,
} from '../../findings/index.ts';

/** 26 of `go1.26.8`; undefined where the text is no such version. */
export function goMinorOf(goVersion: string | null): number | undefined {
  const minor = /^go1\.(\d{1,3})/.exec(goVersion ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** What MemStats say in a sentence, after what is worst. */
export function statisticsHeadline(
  statistics: MemoryStatistics,
  findings: readonly Finding[],
  language: Language,
): string {
  const worst = findings.find(({ severity }) => isAtLeast(severity, 'medium'));
  const held = heldBytesOf(statistics);
  const { residentBytes, heapAllocBytes } = statistics;
  const idle = idleBytesOf(statistics);
  const resident = {
    en: residentBytes === null ? '' : `RSS is ${formatBytes(residentBytes)}`,
    zh: residentBytes === null ? '' : `RSS 为 ${formatBytes(residentBytes)}`,
  }[language];
  const parts = [
    worst && problem(worst, language),
    held === null
      ? resident
      : {
          en: `Go holds ${formatBytes(held)}${part(' of objects', heapAllocBytes, ': ')}${part(' of idle pages', idle, ', ')}`,
          zh: `Go 持有 ${formatBytes(held)}${part(' 的对象', heapAllocBytes, '：')}${part(' 的空闲页', idle, '，')}`,
        }[language],
    held === null ? undefined : resident,
  ].filter((text) => text !== undefined && text !== '');
  if (parts.length === 0)
    return {
      en: 'This evidence says nothing of the memory as a whole.',
      zh: '这份证据没有说明内存的总体情况。',
    }[language];
  return { en: `${parts.join('; ')}.`, zh: `${parts.join('；')}。` }[language];
}

function part(what: string, bytes: number | null, before: string): string {
  return bytes === null ? '' : `${before}${formatBytes(bytes)}${what}`;
}

function problem({ where, title, bytes }: Finding, language: Language): string {
  const much = bytes > 0 ? formatBytes(bytes) : '';
  return {
    en: `${where.replace(/^the /, 'The ')}: ${title}${much === '' ? '' : `, ${much}`}`,
    zh: `${where}：${title}${much === '' ? '' : `，${much}`}`,
  }[language];
}

const severityOrder = ['high', 'medium', 'low', 'info'];

/** The worst first, of one severity the largest. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || b.bytes - a.bytes,
  );
}
