import { formatBytes, formatCount } from '../number-text.ts';
import type { Text } from '../language.ts';
import { type Describe, paragraphs } from './entry.ts';

/** Facts of `map-retained` where a heap profile shows it: a line of source, not a map. */
export interface RetainedLineFacts {
  readonly where: string;
  readonly bytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly sampleCount: number;
  /** Of the objects that the line makes beside the map's arrays: no more are live. */
  readonly entriesHigh: number;
  /** No more does a new map with so many entries take. */
  readonly rebuiltHighBytes: number;
}

export const describeRetainedLine: Describe<RetainedLineFacts> = (facts, _context, language) => {
  const interval = [formatBytes(facts.lowBytes), formatBytes(facts.highBytes)];
  const detail: Text = {
    en:
      `The arrays of maps that ${facts.where} filled take ${formatBytes(facts.bytes)} (95%: ${interval[0]} to ${interval[1]}, ${formatCount(facts.sampleCount)} samples). ` +
      `Of the objects that the same line made for their entries at most ${formatCount(facts.entriesHigh)} are live: a new map with so many takes ${formatBytes(facts.rebuiltHighBytes)} at most.`,
    zh:
      `${facts.where} 所填充的 map 的数组占 ${formatBytes(facts.bytes)}（95% 区间：${interval[0]} 至 ${interval[1]}，${formatCount(facts.sampleCount)} 个样本）。` +
      `同一行为其条目创建的对象至多还有 ${formatCount(facts.entriesHigh)} 个存活：容纳这么多条目的新 map 至多占 ${formatBytes(facts.rebuiltHighBytes)}。`,
  };
  const doubt: Text = {
    en: 'If other lines put entries into the same map, it may hold more: the census of the process (highwater inspect PID) knows.',
    zh: '如果还有其他行向同一个 map 写入条目，实际条目可能更多：对进程做普查（highwater inspect PID）即可得知。',
  };
  return { detail: paragraphs(detail[language], doubt[language]), remedy: '' };
};
