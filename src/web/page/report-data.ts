import type { Finding, Language } from '../../findings/index.ts';

/** What the page of a report gets beside the JSON of `inspect`. */
export interface ReportData {
  /** The language of the JSON. */
  readonly language: Language;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Headline and findings of the JSON, one by one, in the other language. */
  readonly translation: { readonly headline: string; readonly findings: readonly Finding[] };
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The data of the page as JSON text, from the text that `inspect --json` prints. Every list in it but the tree of the ledger is
 * cut at `limit` entries, so that no page is too large for a browser; what was cut is counted in `leftOut`, by the
 * place of the list: `totals.byType`.
 */
export function reportJson(inspectJson: string, data: ReportData, limit: number): string {
  const leftOut: Record<string, number> = {};
  const cut = (value: unknown, place: string): unknown => {
    if (!Array.isArray(value)) return value;
    if (value.length > limit) leftOut[place] = value.length - limit;
    return value.slice(0, limit) as unknown;
  };
  const inside = (object: Json, of: (value: unknown, place: string) => unknown): Json =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, of(value, name)]));
  const report = inside(JSON.parse(inspectJson) as Json, (value, name) => {
    if (name === 'ledger' || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return cut(value, name);
    return inside(value as Json, (inner, innerName) => cut(inner, `${name}.${innerName}`));
  });
  const { headline, findings } = data.translation;
  const translation = { headline, findings: findings.slice(0, limit) };
  return JSON.stringify({ ...data, translation, report, leftOut });
}
