/**
 * profile: what numbers over time say of a Go program: whether a line grows, by how much, how sure that is, its high-water
 * mark; and the rules that articles give, mended. Pure: it reads no file and knows no process, and never calls noise growth.
 */
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
