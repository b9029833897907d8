import type { Language } from '../../findings/index.ts';

/** What the page begins with. */
export interface Preset {
  readonly language: Language;
  /** A map type as Go spells it. */
  readonly type: string;
  /** Go declarations that the type may name. */
  readonly source: string | undefined;
  readonly entries: number;
  readonly hint: number;
  /** Entries that are left after the deletion. */
  readonly keep: number;
  /** Two Go versions as goLineName spells them, left and right. */
  readonly lines: readonly [string, string];
}
