import type { FindingId } from '../finding.ts';
import type { Language, Text } from '../language.ts';

/** What is known of the process when a remedy is written. */
export interface RemedyContext {
  /** 26 for Go 1.26. */
  readonly goMinor: number;
  readonly mapKind: 'classic' | 'swiss';
}

/** The part of a catalogue entry that needs no evidence: what `explain` prints. */
export interface CatalogueEntry {
  readonly id: FindingId;
  readonly title: Text;
  /** What it means and how it comes about. */
  readonly explanation: Text;
  /** How the severity follows from the bytes. */
  readonly severityRule: Text;
  /** What to do, for any process; a finding's own remedy has names, types and the Go version in it. */
  readonly remedy: Text;
}

/** Wording of a finding of one kind, from its facts. */
export interface Wording {
  readonly detail: string;
  readonly remedy: string;
}

export type Describe<Facts> = (facts: Facts, context: RemedyContext, language: Language) => Wording;

/** Paragraphs; lines of Go code are set off by four spaces so that a terminal does not wrap them. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

export function codeBlock(code: string): string {
  return code
    .split('\n')
    .map((line) => `    ${line.replaceAll('\t', '    ')}`)
    .join('\n');
}
