import { UnreadableError } from '../../base/index.ts';
import { openEvidence } from './evidence-file.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { isProfile } from './profile/is-profile.ts';

/**
 * What changed between several files that are no process's memory, in the order of time; undefined where the first is none that
 * a reader knows. `onKnown` is called before the work of reading begins. Rejects with UnreadableError where one cannot be read, or where they cannot be compared.
 */
export async function compareEvidence(
  names: readonly string[],
  onKnown?: () => Promise<void>,
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
    const [{ decodeProfile }, { differenceReport }] = await Promise.all([
      import('./profile/read-profile.ts'),
      import('./profile/difference-report.ts'),
    ]);
    const [base, later] = [await decodeProfile(files[0]), await decodeProfile(files[1])];
    return differenceReport(base, later);
  } finally {
    for (const file of files) file.close();
  }
}
