import type { Phase, PhaseName } from '../model/phases.ts';
import type { Trace } from '../model/trace.ts';

/** The history passing a number of entries: on the way up, on the way down, or made anew. */
export interface Passage {
  readonly phase: PhaseName;
  readonly len: number;
  readonly bytes: number;
}

/** The sample of each phase that is nearest to a number of entries; none of phases that do not come that near. */
export function passagesAt(trace: Trace, phases: readonly Phase[], entries: number): Passage[] {
  return phases.flatMap(({ name, start, end, lenBefore, lenAfter }) => {
    const [least, most] = [Math.min(lenBefore, lenAfter), Math.max(lenBefore, lenAfter)];
    const slack = Math.max(1, most / 100);
    if (entries < least - slack || entries > most + slack || end === start) return [];
    // A rebuild leaves the number of entries as it is: its end is what is asked for.
    const share =
      most === least ? 1 : Math.abs(Math.min(most, Math.max(least, entries)) - lenBefore) / (most - least);
    const operation = name === 'clear' ? end : start + share * (end - start);
    if (operation > trace.operations[trace.length - 1]) return [];
    const index = trace.indexAt(operation);
    return [{ phase: name, len: trace.lens[index], bytes: trace.totalBytes[index] }];
  });
}
