import type { Finding } from '../../finding.ts';
import { severities } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { churningLines } from './churn.ts';
import type { ProfileEvidence } from './evidence.ts';
import { retainedLines } from './retained-lines.ts';

/** Findings of a heap or allocs profile, the most urgent first. */
export function judgeProfile(evidence: ProfileEvidence, language: Language): Finding[] {
  return [...retainedLines(evidence, language), ...churningLines(evidence, language)].toSorted(
    (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.bytes - a.bytes,
  );
}
