import { describeGoroutineLeak, goroutineLeak, manyGoroutines } from '../../catalogue/goroutine-leak.ts';
import type { Finding, Severity } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { atMostLow } from '../runtime/goroutine-rules.ts';
import { findingOf } from '../runtime/runtime-finding.ts';
import type { CodePlace, DumpedGoroutines, DumpEvidence } from './evidence.ts';

/** States of goroutines that do not wait, or not for the program. */
const busyState = /^(?:runnable|running|syscall|copystack|preempted|idle|waiting|dead)$/;
/** Waits for the runtime itself (runtime/runtime2.go, waitReasonStrings). */
const runtimeWait =
  /^(?:GC |garbage collection|wait for GC|stopping the world|flushing|force gc|finalizer wait|cleanup wait|debug call)/;
/** Without a wait they have to be more: a text that says nothing of waits has a server's idle workers in it, too. */
const manyUnexplained = 1000;
const severeCount = 10_000;
/** Minutes. */
const longWait = 10;
/** runtime/stack.go, stackMin. */
const leastStackBytes = 2048;
const minuteMs = 60_000;

/** One finding for each place at which many goroutines of a dump wait, or some of which a collection proved that they do for ever. */
export function judgeDump(evidence: DumpEvidence, language: Language): Finding[] {
  const hasWaits = evidence.groups.some(({ waitedMinutes }) => waitedMinutes !== null);
  return evidence.groups.flatMap((group) => {
    const severity = group.isSystem ? undefined : severityOfGroup(group, hasWaits);
    return severity === undefined ? [] : [leakOf(group, severity, evidence, language)];
  });
}

function severityOfGroup(group: DumpedGoroutines, hasWaits: boolean): Severity | undefined {
  const { count, state, isLeaked, waitedMinutes, unknownWaitCount } = group;
  if (isLeaked) return byCount(count);
  if (count < manyGoroutines || busyState.test(state) || runtimeWait.test(state)) return undefined;
  // Minutes are printed from one on: where others have them, who has none came within the last one or is younger than a collection.
  const isUnknown = unknownWaitCount > count / 2;
  if (isUnknown && hasWaits) return undefined;
  if (isUnknown || !waitedMinutes) return count >= manyUnexplained ? 'low' : undefined;
  if (state.startsWith('IO wait')) return atMostLow(byCount(count));
  return waitedMinutes.median >= longWait ? byCount(count) : 'low';
}

function byCount(count: number): Severity {
  if (count >= severeCount) return 'high';
  return count >= manyUnexplained ? 'medium' : 'low';
}

function leakOf(
  group: DumpedGoroutines,
  severity: Severity,
  evidence: DumpEvidence,
  language: Language,
): Finding {
  const { count, createdBy, createdAt, standsIn, standsAt, state, waitedMinutes, isLeaked } = group;
  const created = placeText({ function: createdBy, at: createdAt });
  const bytes = count * leastStackBytes;
  const oldestWaitMs = waitedMinutes ? waitedMinutes.oldest * minuteMs : undefined;
  const medianWaitMs = waitedMinutes ? waitedMinutes.median * minuteMs : undefined;
  const facts = {
    count,
    functionName: group.function,
    created,
    stands: placeText({ function: standsIn, at: standsAt }),
    waitReason: isLeaked ? 'leaked' : state,
    oldestWaitMs,
    medianWaitMs,
    bytes,
    stackBytes: bytes,
    structBytes: 0,
    labels: '',
    isLeast: true,
  };
  const numbers = {
    severity,
    bytes,
    reclaimableBytes: bytes,
    where: created === '' ? placeText({ function: standsIn, at: standsAt }) : created,
    evidence: {
      count,
      function: group.function,
      createdBy,
      createdAt,
      standsIn,
      standsAt,
      waitReason: state,
      isLeaked,
      oldestWaitMs: oldestWaitMs ?? null,
      medianWaitMs: medianWaitMs ?? null,
    },
  };
  return findingOf(goroutineLeak, numbers, describeGoroutineLeak(facts, evidence, language), language);
}

/** `main.start (/src/a.go:12)`. */
export function placeText(place: CodePlace): string {
  return place.at === '' ? place.function : `${place.function} (${place.at})`;
}
