import type { Address, Diagnostics } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { viewOf } from './header-view.ts';
import type { MapDesign, MapMeasure, StackRange } from './map-measure.ts';

const attempts = 4;

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
 * an insert stands so.
 */
export function judgeAgain(
  design: MapDesign,
  memory: Memory,
  place: HeaderPlace,
  diagnostics: Diagnostics,
): MapMeasure | undefined {
  let last: Uint8Array | undefined;
  let moved = false;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    // Most headers are read again for one look only; what changed since the mappings were read is rare.
    if (attempt > 1) memory.refresh();
    design.forget();
    const bytes = memory.read(place.address, design.headerBytes);
    if (!bytes) return undefined;
    moved ||= last?.some((byte, index) => byte !== bytes[index]) ?? false;
    last = bytes;
    const lenient = attempt === attempts;
    const { slotBytes, stack } = place;
    const view = viewOf(bytes);
    const judged = design.judge({ view, offset: 0, slotBytes, stack }, lenient);
    if (judged === undefined) return undefined;
    if (judged === 'changing') continue;
    if (lenient && moved) reportChange(diagnostics);
    else if (lenient && Math.abs(judged.len - design.lenOf(view, 0)) > 1) return undefined;
    return judged;
  }
  if (moved) reportChange(diagnostics);
  return undefined;
}

function reportChange(diagnostics: Diagnostics): void {
  diagnostics.add(
    'map-changed-while-read',
    'A map was being written while it was read; its numbers are those of the last consistent look, or it is left out.',
  );
}
