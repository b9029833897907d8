import type { Finding } from '../../finding.ts';
import type { Language } from '../../language.ts';
import type { RuntimeEvidence } from './evidence.ts';
import { deadGoroutines, largeStacks, waitingGoroutines } from './goroutine-rules.ts';
import { fragmentedHeap, idleHeap, lazilyFreed, spreadSpans } from './heap-rules.ts';
import { outsideGo } from './outside-go.ts';

/** Findings about goroutines, the pages of the heap and memory outside Go, in no order. */
export function judgeRuntime(evidence: RuntimeEvidence, language: Language): Finding[] {
  return [
    waitingGoroutines,
    deadGoroutines,
    largeStacks,
    fragmentedHeap,
    spreadSpans,
    idleHeap,
    lazilyFreed,
    outsideGo,
  ].flatMap((rule) => rule(evidence, language));
}
