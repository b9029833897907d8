import type { Address, Diagnostics } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { viewOf } from './header-view.ts';
import type { MapDesign, MapMeasure, StackRange } from './map-measure.ts';

/** Looks that ask for counts that add up; then one that nearly does is taken. */
const strictLooks = 3;
const looks = 16;

/** Where a header lies. */
export interface HeaderPlace {
  readonly address: Address;
  /** What the allocator spends on it. */
  readonly slotBytes: number;
  readonly stack: StackRange | undefined;
}

/**
 * Reads a header anew with everything that hangs on it, a few times where its parts disagree; a map that is written all
 * the while is measured as far as it is consistent, and reported. Undefined where there is no map (any more): also where
 * the header stays as it is through all looks and still does not fit its entries, for nobody writes that map; it is the
 * remains of one in a dead stack slot, or another object. One entry may be missing: a process stopped in the middle of
 * an insert stands so. On a busy machine a writer can stand still in mid-growth for a while: it is given time.
 */
export function judgeAgain(
  design: MapDesign,
  memory: Memory,
  place: HeaderPlace,
  diagnostics: Diagnostics,
): MapMeasure | undefined {
  let last: Uint8Array | undefined;
  let moved = false;
  for (let look = 1; look <= looks; look++) {
    // Most headers are read again for one look only; what changed since the mappings were read is rare.
    if (look > 1) memory.refresh();
    design.forget();
    const bytes = memory.read(place.address, design.headerBytes);
    if (!bytes) return undefined;
    moved ||= last?.some((byte, index) => byte !== bytes[index]) ?? false;
    last = bytes;
    const lenient = look > strictLooks;
    const { slotBytes, stack } = place;
    const view = viewOf(bytes);
    const judged = design.judge({ view, offset: 0, slotBytes, stack }, lenient);
    if (judged === undefined) return undefined;
    const fits = judged !== 'changing' && (moved || Math.abs(judged.len - design.lenOf(view, 0)) <= 1);
    if (fits && lenient && moved) reportChange(diagnostics);
    if (fits) return judged;
    if (lenient && !moved && memory.letRun?.() !== true) return undefined;
  }
  if (moved) reportChange(diagnostics);
  return undefined;
}

/** Notes one map. */
export function reportChange(diagnostics: Diagnostics): void {
  diagnostics.add(
    'map-changed-while-read',
    'A map was being written while it was read; its numbers are those of the last consistent look, or it is left out.',
  );
}
