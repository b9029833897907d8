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

/** How a header was judged last. */
const state = { settled: 0, noMap: 1, changing: 2 };

/** A header that is yet to be understood. */
interface Candidate {
  readonly address: Address;
  /** Tells whether the header is what it was; 0 where it cannot be read. */
  print: number;
  state: number;
  /** Length by its entries where the counts do not add up. */
  len: number;
  /** It, or what it leads to, was seen to change. */
  isWritten: boolean;
}

/**
 * Judges headers that did not fit, beside spans that are newer than they are. A header that is after the judgement what
 * it was before the spans were read, and does not fit, is no map: what it leads to was there all the while, and was no
 * map's array. So structs of another type that look like headers cost one round. The others are judged in the next round;
 * those that change to the last are reported: no map is left out in silence.
 */
export function findMoved(search: MovedSearch, headers: readonly Address[], design: MapDesign): void {
  const fresh = { print: 0, state: state.noMap, len: -1, isWritten: false };
  let left: Candidate[] = headers.toSorted((a, b) => a - b).map((address) => ({ address, ...fresh }));
  notePrints(search.memory, design, left);
  for (let round = 0; round < roundCount && left.length > 0; round++) {
    search.memory.refresh();
    const hasChanged = judgeAll(search, left, round >= firstLenientRound);
    left = left.filter((candidate, index) => {
      const { isWritten } = candidate;
      if (candidate.state === state.changing) return isWritten || round < firstLenientRound;
      return candidate.state === state.noMap && hasChanged[index] === 1;
    });
  }
  for (const { isWritten } of left) if (isWritten) reportChange(search.diagnostics);
}

/** Returns 1 for each header that changed since its last print; takes new ones. */
function judgeAll(search: MovedSearch, candidates: readonly Candidate[], isLenient: boolean): Uint8Array {
  const design = search.newDesign();
  const { memory } = search;
  readHeaders(memory, design, candidates, (index, view) => {
    judgeOne(search, design, candidates[index], view, isLenient);
  });
  const before = candidates.map(({ print }) => print);
  notePrints(memory, design, candidates);
  return Uint8Array.from(candidates, (candidate, index) => {
    const hasChanged = candidate.print !== before[index];
    candidate.isWritten ||= hasChanged;
    return hasChanged ? 1 : 0;
  });
}

function judgeOne(
  search: MovedSearch,
  design: MapDesign,
  candidate: Candidate,
  view: DataView,
  isLenient: boolean,
): void {
  candidate.state = state.settled;
  if (!design.isPlausible(view, 0)) return;
  const header = { view, offset: 0, slotBytes: design.headerSlotBytes, stack: undefined };
  const strict = design.judge(header, false);
  const judged = strict === 'changing' ? design.judge(header, true) : strict;
  if (judged === undefined) candidate.state = state.noMap;
  else if (judged === 'changing') candidate.state = state.changing;
  else if (strict === 'changing') {
    candidate.isWritten ||= candidate.len >= 0 && candidate.len !== judged.len;
    candidate.len = judged.len;
    // One entry is put at a time: a process that stands still can stand in the middle of that.
    const isNear = Math.abs(judged.len - design.lenOf(view, 0)) <= 1;
    if (!isNear && !(candidate.isWritten && isLenient)) {
      candidate.state = state.changing;
      return;
    }
    if (candidate.isWritten) reportChange(search.diagnostics);
    search.found(candidate.address, judged);
  } else search.found(candidate.address, judged);
}

function notePrints(memory: Memory, design: MapDesign, candidates: readonly Candidate[]): void {
  for (const candidate of candidates) candidate.print = 0;
  readHeaders(memory, design, candidates, (index, view) => {
    const witness = design.witness(view, 0);
    const added = witness ? printOf(viewOf(witness), witness.length) : 0;
    candidates[index].print = printOf(view, design.headerBytes) + added;
  });
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
  headers: readonly { readonly address: Address }[],
  visit: (index: number, view: DataView) => void,
): void {
  const reader = new Reader(memory, 1);
  let index = 0;
  for (const { address } of headers) {
    const bytes = reader.view(address, headerBytes);
    if (bytes) visit(index, viewOf(bytes));
    index++;
  }
}
