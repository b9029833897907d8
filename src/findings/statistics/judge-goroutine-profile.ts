import type { RemedyContext } from '../catalogue/entry.ts';
import { describeGoroutineLeak, goroutineLeak } from '../catalogue/goroutine-leak.ts';
import { type Finding, isAtLeast, type Severity } from '../finding.ts';
import type { Language } from '../language.ts';
import { findingOf } from '../rules/runtime/runtime-finding.ts';
import { severityOf } from '../severity.ts';

/** Goroutines of one start, place and state in a goroutine profile. */
export interface ProfiledGoroutines {
  readonly count: number;
  readonly startName: string;
  readonly standsIn: string;
  readonly standsAt: string;
  /** '' where not known. */
  readonly state: string;
}

/** Without ages a pool of workers looks like a leak: fewer than these are not told. */
const manyProfiled = 1000;
/** A g struct with its slot (src/findings/catalogue/goroutine-highwater.ts: 416 to 480 bytes by version); the smallest. */
const structBytesEach = 416;

/**
 * `goroutine-leak` as far as a profile carries it: it has neither ages nor stack sizes, so that bytes are the mean of all stacks and
 * the severity is never more than medium, nor more than low where they wait for the network or their state is not known.
 */
export function judgeGoroutineProfile(
  groups: readonly ProfiledGoroutines[],
  stackInuseBytes: number | null,
  totalBytes: number,
  context: RemedyContext,
  language: Language,
): Finding[] {
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  if (stackInuseBytes === null || all === 0) return [];
  return groups.flatMap((group) => {
    const { count, startName, standsIn, standsAt, state } = group;
    const stackBytes = Math.round((stackInuseBytes * count) / all);
    const severity = severityOf(stackBytes, totalBytes);
    if (count < manyProfiled || severity === undefined) return [];
    const structBytes = count * structBytesEach;
    const facts = {
      count,
      functionName: startName,
      created: '',
      stands: `${standsIn} (${standsAt})`,
      waitReason: state,
      oldestWaitMs: undefined,
      medianWaitMs: undefined,
      bytes: stackBytes + structBytes,
      stackBytes,
      structBytes,
      labels: '',
      isOfProfile: true,
    };
    const isDoubtful = state === '' || state === 'IO wait';
    const numbers = {
      severity: atMost(isDoubtful ? 'low' : 'medium', severity),
      bytes: facts.bytes,
      reclaimableBytes: stackBytes,
      where: startName,
      evidence: {
        count,
        function: startName,
        standsIn,
        standsAt,
        waitReason: state,
        stackBytes,
        structBytes,
      },
    };
    return [findingOf(goroutineLeak, numbers, describeGoroutineLeak(facts, context, language), language)];
  });
}

function atMost(limit: Severity, severity: Severity): Severity {
  return isAtLeast(severity, limit) ? limit : severity;
}
