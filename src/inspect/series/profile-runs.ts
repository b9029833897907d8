import { type Diagnostics, printable, UnreadableError } from '../../base/index.ts';
import type { ProfileMoment } from './profile-series.ts';

/** Profiles that have a time of their own make a series. */
const momentsMin = 3;

/** Profiles in the order of their times, and where the program was started anew. */
export class ProfileRuns {
  readonly moments: readonly ProfileMoment[];
  /** The time of the first profile of each run but the first. */
  readonly startsMs: readonly number[];

  constructor(named: readonly ProfileMoment[], diagnostics: Diagnostics) {
    const sorted = named.toSorted((a, b) => a.timeMs - b.timeMs);
    if (named.some((moment, at) => at > 0 && moment.timeMs < named[at - 1].timeMs))
      diagnostics.add('profiles-sorted', disorder(named));
    this.moments = sorted.filter((moment, at) => {
      if (at === 0 || moment.timeMs > sorted[at - 1].timeMs) return true;
      diagnostics.add(
        'profiles-same-time',
        `${printable(moment.name)} was taken at the very time of ${printable(sorted[at - 1].name)}; it is left out`,
      );
      return false;
    });
    if (this.moments.length < momentsMin)
      throw new UnreadableError(
        'profiles-same-time',
        `a series wants three profiles of different times; these have ${this.moments.length}`,
      );
    this.startsMs = this.moments
      .filter((moment, at) => at > 0 && startsAnew(this.moments[at - 1], moment, diagnostics))
      .map(({ timeMs }) => timeMs);
  }
}

/** Where allocations never fall in the order that the user named, the times are wrong, not the order. */
function disorder(named: readonly ProfileMoment[]): string {
  const isOrdered =
    named.every(({ countsAllocations }) => countsAllocations) &&
    named.every((moment, at) => at === 0 || fewerLines(named[at - 1], moment) === 0);
  const hasAllocations = named.some(({ allocatedSamples }) => allocatedSamples.some((count) => count > 0));
  return isOrdered && hasAllocations
    ? 'the times of the profiles go back, but what was allocated never falls in the order that they are named in: the clock was set back between them, and times and slopes are not to be trusted'
    : 'the profiles are not named in the order of their times; they are taken in the order of their times';
}

function startsAnew(before: ProfileMoment, after: ProfileMoment, diagnostics: Diagnostics): boolean {
  const reason = reasonOf(before, after);
  if (reason === undefined) return false;
  diagnostics.add(
    'profiles-restart',
    `between ${printable(before.name)} and ${printable(after.name)} the program was started anew: ${reason}; growth is asked of the profiles since`,
  );
  return true;
}

function reasonOf(before: ProfileMoment, after: ProfileMoment): string | undefined {
  if (before.build !== after.build && before.build !== '' && after.build !== '')
    return 'they are of two builds';
  if (before.period !== after.period) return 'they sample at different rates';
  if (!before.countsAllocations || !after.countsAllocations) return undefined;
  const count = fewerLines(before, after);
  return count === 0 ? undefined : `${count} of its lines have fewer allocations than before`;
}

/** Lines that have fewer allocations than before, which no process can do. */
function fewerLines(before: ProfileMoment, after: ProfileMoment): number {
  const now = new Map<number, number>();
  after.lines.forEach((line, at) => now.set(line, after.allocatedSamples[at]));
  let fewer = 0;
  before.lines.forEach((line, at) => {
    if (before.allocatedSamples[at] > (now.get(line) ?? 0)) fewer++;
  });
  return fewer;
}
