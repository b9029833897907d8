import type { Address, Diagnostics } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import { viewOf } from './header-view.ts';
import type { MapDesign, MapMeasure } from './map-measure.ts';
import { reportChange } from './re-judge.ts';

/** How often spans are read anew for maps that go on growing into memory newer than they are. */
const roundCount = 6;
/** From this round on, a map that is written all the time is taken although its counts do not add up. */
const firstLenientRound = 2;

/** What is asked anew of the image in every round. */
export interface MovedSearch {
  readonly memory: Memory;
  readonly diagnostics: Diagnostics;
  /** A design that knows the spans as they are now. */
  newDesign(): MapDesign;
  found(header: Address, measure: MapMeasure): void;
}

/**
 * Judges headers that did not fit, beside spans that are newer than they are. A header that is after the judgement what
 * it was before the spans were read is no map: what it leads to was there all the while, and was no map's array. So
 * structs of another type that look like headers cost one round. A header that has changed is judged in the next round;
 * one that changes to the last is reported: no map is left out in silence.
 */
export function findMoved(search: MovedSearch, headers: readonly Address[], design: MapDesign): void {
  let left = Float64Array.from(headers).sort();
  let before = printsOf(search.memory, design, left);
  for (let round = 0; round < roundCount && left.length > 0; round++) {
    search.memory.refresh();
    const likely = judgeAll(search, left, before, round >= firstLenientRound);
    const after = printsOf(search.memory, design, left);
    const goesOn = (_: number, index: number): boolean =>
      likely[index] === 1 && after[index] !== before[index];
    before = after.filter(goesOn);
    left = left.filter(goesOn);
  }
  for (const _ of left) reportChange(search.diagnostics);
}

/** 1 for each header that can be a map's and was not found to be one. */
function judgeAll(
  search: MovedSearch,
  headers: Float64Array,
  before: Float64Array,
  isLenient: boolean,
): Uint8Array {
  const { memory, diagnostics } = search;
  const design = search.newDesign();
  const likely = new Uint8Array(headers.length);
  readHeaders(memory, design, headers, (index, view) => {
    if (!design.isPlausible(view, 0)) return;
    const header = { view, offset: 0, slotBytes: design.headerSlotBytes, stack: undefined };
    const strict = design.judge(header, false);
    const judged = strict === 'changing' ? design.judge(header, true) : strict;
    if (judged === undefined || judged === 'changing') {
      likely[index] = 1;
      return;
    }
    if (strict === 'changing') {
      const isWritten = printOf(view, design.headerBytes) !== before[index];
      // One entry is put at a time: a process that stands still can stand in the middle of that.
      const isNear = Math.abs(judged.len - design.lenOf(view, 0)) <= 1;
      if (!isNear && !(isWritten && isLenient)) {
        likely[index] = 1;
        return;
      }
      if (isWritten) reportChange(diagnostics);
    }
    search.found(headers[index], judged);
  });
  return likely;
}

/** A number for each header that tells whether it is what it was; 0 where it cannot be read. */
function printsOf(memory: Memory, design: MapDesign, headers: Float64Array): Float64Array {
  const prints = new Float64Array(headers.length);
  readHeaders(memory, design, headers, (index, view) => {
    prints[index] = printOf(view, design.headerBytes);
  });
  return prints;
}

/** 53 bits of two FNV-1a hashes of the words, which differ in where they begin. */
function printOf(view: DataView, byteCount: number): number {
  let low = 0x811c9dc5;
  let high = 0x01234567;
  for (let at = 0; at + 4 <= byteCount; at += 4) {
    const word = view.getUint32(at, true);
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0x01000193);
    high ^= high >>> 13;
  }
  return (low >>> 0) + (high & 0x1fffff) * 2 ** 32;
}

/** Shows headers, which come in the order of their addresses; a view is valid during its visit. */
export function readHeaders(
  memory: Memory,
  { headerBytes }: Pick<MapDesign, 'headerBytes'>,
  headers: Iterable<Address>,
  visit: (index: number, view: DataView) => void,
): void {
  const reader = new Reader(memory, 1);
  let index = 0;
  for (const address of headers) {
    const bytes = reader.view(address, headerBytes);
    if (bytes) visit(index, viewOf(bytes));
    index++;
  }
}
