import type { Address } from '../../base/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { HeaderPlace } from './re-judge.ts';
import { judgeAgain } from './re-judge.ts';
import { viewOf } from './header-view.ts';
import type { ScanState } from './heap-scan.ts';
import type { MapMeasure, StackRange } from './map-measure.ts';

const windowBytes = 1 << 20;
/** runtime.maxstacksize on 64-bit systems; a range above it is damage. */
const largestStackBytes = 2 ** 30;

/**
 * Finds map headers on goroutine stacks: a map that does not escape has its header there, and its first group or bucket
 * too. No pointer bits help here, so every word position in use is tried, and a header counts only with contents that
 * agree: a map that was never used cannot be told from other words and is left to typed references.
 * A header takes its struct's size; its first unit, when on the stack too, what its type says.
 */
export function scanStacks(
  state: ScanState,
  goroutines: readonly Goroutine[],
  found: (header: Address, measure: MapMeasure) => void,
): void {
  const window = new Uint8Array(windowBytes);
  for (const { sp, stackLow, stackHigh } of goroutines) {
    const low = Math.max(sp, stackLow);
    if (low >= stackHigh || stackHigh - low > largestStackBytes) continue;
    scanStack(state, { low: low - (low % 8), high: stackHigh }, window, found);
  }
}

function scanStack(
  state: ScanState,
  stack: StackRange,
  window: Uint8Array,
  found: (header: Address, measure: MapMeasure) => void,
): void {
  const { design, memory } = state;
  const { headerBytes } = design;
  const view = viewOf(window);
  for (let from = stack.low; from + headerBytes <= stack.high; ) {
    const length = Math.min(windowBytes, stack.high - from);
    const bytes = memory.read(from, length, window);
    let offset = 0;
    for (; offset + headerBytes <= length; ) {
      const place = { address: from + offset, slotBytes: headerBytes, stack };
      const measure = bytes ? judgeWords(state, view, offset, place) : undefined;
      if (measure) found(place.address, measure);
      offset += measure ? headerBytes : 8;
    }
    if (length < windowBytes) return;
    from += offset;
  }
}

function judgeWords(
  { design, memory, diagnostics }: ScanState,
  view: DataView,
  offset: number,
  place: HeaderPlace,
): MapMeasure | undefined {
  const { slotBytes, stack } = place;
  const judged = design.judge({ view, offset, slotBytes, stack }, false);
  if (judged === 'changing') return judgeAgain(design, memory, place, diagnostics);
  return judged;
}
