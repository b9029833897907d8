import type { RemedyContext } from '../../catalogue/entry.ts';
import { describeGoroutineLeak, goroutineLeak, manyGoroutines } from '../../catalogue/goroutine-leak.ts';
import { describeTracedLeak } from '../../catalogue/traced-leak.ts';
import type { Finding, Severity } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { placeText } from '../log/dump-rules.ts';
import type { CodePlace } from '../log/evidence.ts';
import { atMostLow } from '../runtime/goroutine-rules.ts';
import { findingOf } from '../runtime/runtime-finding.ts';

/** Goroutines that one go statement started while a trace was taken, and that wait at one place when it ends. */
export interface TracedGoroutinesEvidence extends RemedyContext {
  /** Of the trace. */
  readonly elapsedMs: number;
  readonly functionName: string;
  readonly created: CodePlace;
  /** The function that answered a request when they were started; '' where none did. */
  readonly handler: string;
  /** All that the statement started, and those of them that ended. */
  readonly createdCount: number;
  readonly endedCount: number;
  /** Started while it was traced and waiting; those of them that were started in its first half. */
  readonly count: number;
  readonly firstHalfCount: number;
  /** Outlived the handler that started them. */
  readonly outlivingCount: number;
  /** `chan receive`; '' before Go 1.22 for some waits. */
  readonly waitReason: string;
  readonly stands: CodePlace;
  readonly oldestWaitMs: number;
  readonly medianWaitMs: number;
  /** The runtime's own, or of the trace itself. */
  readonly isSystem: boolean;
}

/** What is shorter shows no growth. */
const leastTraceMs = 1000;
/** Those of either half of the trace: what was started at once is a pool. */
const leastShareOfHalf = 0.2;
/** Waits that end by themselves, or that the runtime ends. */
const passingWait =
  /^(?:sleep|preempted|runnable|GC |garbage collection|wait (?:for|until) GC|force gc|stopping the world)/;
/** Of those that the statement started: where more have ended, the others may be at work. */
const fewEnded = 0.1;
const mostOutlive = 0.9;
const severeCount = 10_000;
/** runtime/stack.go, stackMin. */
const leastStackBytes = 2048;

/** A leak, where goroutines gathered at one place all through the trace; a trace is short, so that what is doubtful is low. */
export function judgeTracedGoroutines(evidence: TracedGoroutinesEvidence, language: Language): Finding[] {
  const severity = severityOfGroup(evidence);
  return severity === undefined ? [] : [leakOf(evidence, severity, language)];
}

function severityOfGroup(evidence: TracedGoroutinesEvidence): Severity | undefined {
  const { elapsedMs, count, firstHalfCount, waitReason, medianWaitMs, isSystem } = evidence;
  if (isSystem || elapsedMs < leastTraceMs || count < manyGoroutines || passingWait.test(waitReason))
    return undefined;
  const least = count * leastShareOfHalf;
  if (firstHalfCount < least || count - firstHalfCount < least) return undefined;
  // Started evenly and never woken, half of them have waited half of the trace; what waits briefly again and again is at work.
  if (medianWaitMs < elapsedMs / 4) return undefined;
  const { handler, createdCount, endedCount, outlivingCount } = evidence;
  const isSure =
    handler !== '' && outlivingCount >= count * mostOutlive && endedCount <= createdCount * fewEnded;
  if (!isSure) return 'low';
  const severity = count >= severeCount ? 'high' : 'medium';
  return waitReason === 'network' ? atMostLow(severity) : severity;
}

function leakOf(evidence: TracedGoroutinesEvidence, severity: Severity, language: Language): Finding {
  const { count, functionName, created, handler, createdCount, endedCount, outlivingCount } = evidence;
  const { elapsedMs, stands, waitReason, oldestWaitMs, medianWaitMs } = evidence;
  const bytes = count * leastStackBytes;
  const places = { created: placeText(created), stands: placeText(stands) };
  const ages = { oldestWaitMs, medianWaitMs };
  const size = { bytes, stackBytes: bytes, structBytes: 0, labels: '' };
  // The remedy is that of every other evidence.
  const facts = { count, functionName, waitReason, ...places, ...ages, ...size };
  const { remedy } = describeGoroutineLeak(facts, evidence, language);
  const detail = describeTracedLeak({ ...evidence, ...places, leastBytes: bytes }, language);
  const numbers = {
    severity,
    bytes,
    reclaimableBytes: bytes,
    where: created.function === '' ? functionName : placeText(created),
    evidence: {
      count,
      function: functionName,
      createdBy: created.function,
      createdAt: created.at,
      handler: handler === '' ? null : handler,
      createdCount,
      endedCount,
      outlivingCount,
      traceMs: Math.round(elapsedMs),
      standsIn: stands.function,
      standsAt: stands.at,
      waitReason,
      oldestWaitMs: Math.round(oldestWaitMs),
      medianWaitMs: Math.round(medianWaitMs),
    },
  };
  return findingOf(goroutineLeak, numbers, { detail, remedy }, language);
}
