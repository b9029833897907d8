import { printable, UnreadableError } from '../../base/index.ts';
import { type ArticleSettings, type FlameTree, flameTree } from '../../profile/index.ts';
import { openEvidence } from '../evidence/evidence-file.ts';
import { isProfile } from '../evidence/profile/is-profile.ts';
import type { ProfileSource } from '../evidence/profile/profile-source.ts';
import type { SeriesReport } from './series-report.ts';

export interface ProfileSeriesOptions {
  /** Called before the work of reading begins. */
  readonly onKnown?: () => Promise<void>;
  readonly settings?: ArticleSettings;
}

/**
 * What three or more saved profiles of one program say of each line over time; undefined where the first is no profile. One is decoded
 * at a time, and only its sums are kept. Rejects with UnreadableError where one cannot be read, or is of another program or kind.
 */
export async function readProfileSeries(
  names: readonly string[],
  { onKnown, settings }: ProfileSeriesOptions = {},
): Promise<SeriesReport | undefined> {
  // Loaded here: what a process's report does not use must not delay it.
  const { ProfileSeries } = await import('./profile-series.ts');
  const series = new ProfileSeries();
  let bytesRead = 0;
  for (const [at, name] of names.entries()) {
    const source = await profileIn(name);
    if (source === undefined && at === 0) return undefined;
    if (source === undefined)
      throw new UnreadableError(
        'not-comparable',
        `${printable(names[0])} is a profile and ${printable(name)} is none: a series is of profiles`,
      );
    if (at === 0) await onKnown?.();
    series.add(source);
    bytesRead += source.bytesRead;
  }
  const { first, last, ...report } = series.report(settings);
  return {
    ...report,
    bytesRead,
    // Standard input cannot be read again.
    ...(names.includes('-') ? {} : { flame: () => differenceFlame(first, last) }),
    flameType: report.lines.some(({ name }) => name === 'inuse_space') ? 'inuse_space' : '',
  };
}

async function profileIn(name: string): Promise<ProfileSource | undefined> {
  const file = await openEvidence(name);
  try {
    if (!isProfile(file.head)) return undefined;
    const { decodeProfile } = await import('../evidence/profile/read-profile.ts');
    return await decodeProfile(file);
  } finally {
    file.close();
  }
}

/** From the first profile to the last, which are read again: a file may be gone by now. */
async function differenceFlame(first: string, last: string): Promise<FlameTree | undefined> {
  const [before, after] = [await profileIn(first), await profileIn(last)];
  return before && after ? flameTree(after.profile, before.profile) : undefined;
}
