import { formatCount, formatShare } from '../number-text.ts';
import type { Text } from '../language.ts';

/** A share of the samples of a CPU profile, and the ends of its 95 % interval; all between 0 and 1. */
export interface CpuShare {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** One line of the program, `main.fill main.go:77`, and its share. */
export interface CpuLine extends CpuShare {
  readonly where: string;
}

/** `12.1% (95%: 10.2% to 14.3%)`. */
export function cpuShareText({ share, low, high }: CpuShare): Text {
  const [value, from, to] = [share, low, high].map((part) => formatShare(part, 1));
  return { en: `${value} (95%: ${from} to ${to})`, zh: `${value}（95% 区间：${from} 至 ${to}）` };
}

/** Lines with their shares; how many there are beside those is said too. */
export function cpuLinesText(lines: readonly CpuLine[], lineCount: number): Text {
  const more = lineCount - lines.length;
  const named = lines.map((line) => ({ where: line.where, text: cpuShareText(line) }));
  return {
    en:
      named.map(({ where, text }) => `${where} ${text.en}`).join('; ') +
      (more > 0 ? `; and ${formatCount(more)} more line${more === 1 ? '' : 's'}` : ''),
    zh:
      named.map(({ where, text }) => `${where} ${text.zh}`).join('；') +
      (more > 0 ? `；另有 ${formatCount(more)} 行` : ''),
  };
}
