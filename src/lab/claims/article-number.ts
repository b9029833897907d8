import type { Text } from '../../findings/index.ts';
import type { ArticleId } from './claim.ts';

/** One number in one of the articles: the claim that tests it, or why none can. */
export interface ArticleNumber {
  readonly article: ArticleId;
  readonly line: number;
  /** As it is spelled there. */
  readonly number: string;
  /** The words around it. */
  readonly text: string;
  /** Id of a claim. */
  readonly claim?: string;
  /** Name of a reason. */
  readonly reason?: string;
}

/** lab/numbers.json. */
export interface ArticleNumbers {
  readonly reasons: Readonly<Record<string, Text>>;
  readonly numbers: readonly ArticleNumber[];
}
