import { UnreadableError } from '../../../base/index.ts';
import {
  filterProfile,
  PatternError,
  type ProfileFilter,
  tagFilter,
  TextPattern,
} from '../../../profile/index.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import type { ProfileSource } from './profile-source.ts';

/** Which samples of a profile a report is about, in the words of `go tool pprof`: regular expressions, and -tagfocus. */
export interface SampleChoice {
  readonly focus?: string;
  readonly ignore?: string;
  readonly tagFocus?: string;
}

/** Throws UnreadableError where a pattern is none. */
export function filterOf({ focus, ignore, tagFocus }: SampleChoice): ProfileFilter {
  try {
    return {
      ...(focus === undefined ? {} : { focus: new TextPattern(focus) }),
      ...(ignore === undefined ? {} : { ignore: new TextPattern(ignore) }),
      ...(tagFocus === undefined ? {} : { tags: tagFilter(tagFocus) }),
    };
  } catch (error) {
    if (error instanceof PatternError) throw new UnreadableError('bad-pattern', error.message);
    throw error;
  }
}

/** The profiles with the samples that are asked for, and a word in the last one that the rest is missing. */
export function chosenSamples(
  sources: readonly ProfileSource[],
  choice: SampleChoice,
  filter: ProfileFilter,
): readonly ProfileSource[] {
  const chosen = sources.map((source) => ({
    ...source,
    profile: filterProfile(source.profile, filter),
    choice: { ...choice, stackCount: source.profile.samples.count },
  }));
  const asked = [
    ...(choice.focus === undefined ? [] : [`--focus=${choice.focus}`]),
    ...(choice.ignore === undefined ? [] : [`--ignore=${choice.ignore}`]),
    ...(choice.tagFocus === undefined ? [] : [`--tagfocus=${choice.tagFocus}`]),
  ].join(' ');
  const kept = chosen.map((source) => `${source.profile.samples.count} of ${source.choice.stackCount}`);
  sources
    .at(-1)
    ?.diagnostics.add(
      'profile-filtered',
      `${asked} keeps ${kept.join(' stacks, and ')} stacks: every figure and share is of those, and findings, which are of whole profiles, are left out`,
    );
  return chosen;
}

/** Shares of a part are no shares of the program: what passes a threshold in it may be nothing in the whole. */
export function withoutFindings(report: EvidenceReport): EvidenceReport {
  return {
    ...report,
    wordingIn: (language, rowsAsked) => {
      const wording = report.wordingIn(language, rowsAsked);
      const part = { en: 'Of the chosen stacks only: ', zh: '仅就所选的栈：' }[language];
      return { ...wording, headline: `${part}${wording.headline}`, findings: [] };
    },
  };
}
