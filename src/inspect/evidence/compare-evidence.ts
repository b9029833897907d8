import { UnreadableError } from '../../base/index.ts';
import { openEvidence } from './evidence-file.ts';
import type { EvidenceReport } from './evidence-report.ts';
import type { SampleChoice } from './profile/chosen-samples.ts';
import { isProfile } from './profile/is-profile.ts';

/**
 * What changed between several files that are no process's memory, in the order of time; undefined where the first is none that
 * a reader knows. `onKnown` is called before the work of reading begins. `choice`: of profiles, which samples. Rejects with
 * UnreadableError where one cannot be read, or where they cannot be compared.
 */
export async function compareEvidence(
  names: readonly string[],
  onKnown?: () => Promise<void>,
  choice?: SampleChoice,
): Promise<EvidenceReport | undefined> {
  const files = [];
  try {
    for (const name of names) {
      const file = await openEvidence(name);
      files.push(file);
      if (isProfile(file.head)) continue;
      if (files.length === 1) return undefined;
      throw new UnreadableError(
        'not-comparable',
        `${names[0]} is a profile and ${name} is none: compare two profiles`,
      );
    }
    if (files.length > 2)
      throw new UnreadableError(
        'too-many-profiles',
        'two profiles can be compared; three or more are a series (readProfileSeries)',
      );
    await onKnown?.();
    const { compareProfiles } = await import('./profile/difference-report.ts');
    return await compareProfiles(files[0], files[1], choice);
  } finally {
    for (const file of files) file.close();
  }
}
