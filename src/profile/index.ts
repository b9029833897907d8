/**
 * profile: what profiles of Go programs say: totals by function and line, what allocations are for, maps by line, shares of
 * work for memory, sums and differences; each estimate with its error. And what numbers over time say: whether a line grows, by
 * how much, how sure that is, its high-water mark; and the rules that articles give, mended. Pure: it reads no file and knows
 * no process, and an answer that the samples do not carry is left out.
 */
export { type ByteEstimate, ByteSum, SizeErrors } from './byte-estimate.ts';
export {
  type CpuAccount,
  cpuAccount,
  type LineShare,
  type MemoryWork,
  type WorkShare,
} from './cpu-account.ts';
export { filterProfile, type ProfileFilter } from './filter.ts';
export { PatternError } from './pattern-parser.ts';
export { tagFilter } from './tag-filter.ts';
export { TextPattern } from './text-pattern.ts';
export type { LadderFit } from './fit-ladder.ts';
export { type FlameFrame, type FlameNode, type FlameTree, flameTree } from './flame/flame-tree.ts';
export { goLineOf, goVersionOf } from './go-line.ts';
export {
  type HeapAccount,
  heapAccount,
  type HeapLine,
  type MapLine,
} from './heap-account.ts';
export { type HeapChange, heapChange, type HeapLineChange } from './heap-change.ts';
export type { HeapSums } from './heap-sums.ts';
export { sampledObjects, sampledShare, scaleHeapSample } from './heap-sample.ts';
export { type LineValue, lineValues, momentColumn } from './line-values.ts';
export { type KnownBy, type KnownMechanism, type Mechanism, mechanismOfStack } from './mechanism.ts';
export { profileDifference, ProfileMerger } from './merge.ts';
export { heapColumn, type ProfileKind, profileKindOf } from './profile-kind.ts';
export {
  type GoroutineStack,
  profileOfGoroutines,
  profileOfRecords,
  type RawHeapRecord,
} from './raw-records.ts';
export { type ShareEstimate, shareOf } from './share-estimate.ts';
export { type Granularity, type StackKeys, stackKeys } from './stack-keys.ts';
export { type StackTotals, stackTotals } from './stack-totals.ts';
export { type SourceLine, StackView } from './stack-view.ts';
export { judgeGrowth } from './growth/judge-growth.ts';
export type { GrowthOptions, GrowthReason, GrowthVerdict, LineGrowth } from './growth/growth.ts';
export {
  type ArticleRule,
  articleRules,
  type ArticleSettings,
  askArticles,
  type RuleAnswer,
} from './growth/articles.ts';
export type { LineSeries } from './growth/series.ts';
