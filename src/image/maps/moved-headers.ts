import type { Address, Diagnostics } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { viewOf } from './header-view.ts';
import type { MapDesign, MapMeasure } from './map-measure.ts';
import { reportChange } from './re-judge.ts';

/** How often spans are read anew for maps that go on growing into memory newer than they are. */
const roundCount = 6;
/** From this round on, a map that is written all the time is taken although its counts do not add up. */
const firstLenientRound = 2;

const pageBytes = 4096;
const windowBytes = 32768;

/** What is asked anew of the image in every round. */
export interface MovedSearch {
  readonly memory: Memory;
  readonly diagnostics: Diagnostics;
  /** A design that knows the spans as they are now. */
  newDesign(): MapDesign;
  readonly found: (header: Address, measure: MapMeasure) => void;
}

/** How a header was judged last. */
const state = { settled: 0, noMap: 1, changing: 2 };

/** Headers that are yet to be understood, in the order of their addresses: columns, for there can be millions. */
interface Candidates {
  readonly address: Float64Array;
  /** Tells whether a header is what it was; 0 where it cannot be read. */
  readonly print: Float64Array;
  readonly state: Uint8Array;
  /** 1 where it, or what it leads to, was seen to change. */
  readonly isWritten: Uint8Array;
  /** By address, lengths by the entries of those whose counts do not add up. */
  readonly lens: Map<Address, number>;
}

/**
 * Judges headers that did not fit, beside spans that are newer than they are. A header that is after the judgement what
 * it was before the spans were read, and does not fit, is no map: what it leads to was there all the while, and was no
 * map's array. So structs of another type that look like headers cost one round. The others are judged in the next round;
 * those that change to the last are reported: no map is left out in silence.
 */
export function findMoved(search: MovedSearch, headers: readonly Address[], design: MapDesign): void {
  const count = headers.length;
  let left: Candidates = {
    address: Float64Array.from(headers).sort(),
    print: new Float64Array(count),
    state: new Uint8Array(count).fill(state.noMap),
    isWritten: new Uint8Array(count),
    lens: new Map(),
  };
  notePrints(search.memory, design, left);
  for (let round = 0; round < roundCount && left.address.length > 0; round++) {
    search.memory.refresh();
    const hasChanged = judgeAll(search, left, round >= firstLenientRound);
    const { state: states, isWritten } = left;
    left = only(left, (index) => {
      if (states[index] === state.changing) return isWritten[index] === 1 || round < firstLenientRound;
      return states[index] === state.noMap && hasChanged[index] === 1;
    });
  }
  for (const isWritten of left.isWritten) if (isWritten === 1) reportChange(search.diagnostics);
}

/** Returns 1 for each header that changed since its last print; takes new ones. */
function judgeAll(search: MovedSearch, candidates: Candidates, isLenient: boolean): Uint8Array {
  const design = search.newDesign();
  const { address, print, isWritten } = candidates;
  readHeaders(search.memory, design, address, (index, view, offset) => {
    candidates.state[index] = judgeOne(search, design, candidates, index, view, offset, isLenient);
  });
  const before = print.slice();
  notePrints(search.memory, design, candidates);
  const hasChanged = new Uint8Array(address.length);
  for (let index = 0; index < address.length; index++) {
    if (print[index] !== before[index]) hasChanged[index] = isWritten[index] = 1;
  }
  return hasChanged;
}

function judgeOne(
  { diagnostics, found }: Pick<MovedSearch, 'diagnostics' | 'found'>,
  design: MapDesign,
  { address, isWritten, lens }: Candidates,
  index: number,
  view: DataView,
  offset: number,
  isLenient: boolean,
): number {
  if (!design.isPlausible(view, offset)) return state.settled;
  const header = { view, offset, slotBytes: design.headerSlotBytes, stack: undefined };
  const strict = design.judge(header, false);
  if (strict === undefined) return state.noMap;
  const judged = strict === 'changing' ? design.judge(header, true) : strict;
  if (judged === undefined) return state.noMap;
  if (judged === 'changing') return state.changing;
  if (strict === 'changing') {
    const last = lens.get(address[index]) ?? judged.len;
    if (last !== judged.len) isWritten[index] = 1;
    lens.set(address[index], judged.len);
    // One entry is put at a time: a process that stands still can stand in the middle of that.
    const isNear = Math.abs(judged.len - design.lenOf(view, offset)) <= 1;
    if (!isNear && !(isWritten[index] === 1 && isLenient)) return state.changing;
    if (isWritten[index] === 1) reportChange(diagnostics);
  }
  found(address[index], judged);
  return state.settled;
}

function only(candidates: Candidates, isWanted: (index: number) => boolean): Candidates {
  const kept = (_: number, index: number): boolean => isWanted(index);
  return {
    address: candidates.address.filter(kept),
    print: candidates.print.filter(kept),
    state: candidates.state.filter(kept),
    isWritten: candidates.isWritten.filter(kept),
    lens: candidates.lens,
  };
}

function notePrints(memory: Memory, design: MapDesign, { address, print }: Candidates): void {
  print.fill(0);
  readHeaders(memory, design, address, (index, view, offset) => {
    const witness = design.witness(view, offset);
    const added = witness ? printOf(viewOf(witness), 0, witness.length) : 0;
    print[index] = printOf(view, offset, design.headerBytes) + added;
  });
}

/** 53 bits of two FNV-1a hashes of the words, which differ in where they begin. */
function printOf(view: DataView, offset: number, byteCount: number): number {
  let low = 0x811c9dc5;
  let high = 0x01234567;
  for (let at = offset; at + 4 <= offset + byteCount; at += 4) {
    const word = view.getUint32(at, true);
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0x01000193);
    high ^= high >>> 13;
  }
  return (low >>> 0) + (high & 0x1fffff) * 2 ** 32;
}

/** Shows headers, which come in the order of their addresses, in a view that the next ones are put in. */
export function readHeaders(
  memory: Memory,
  { headerBytes }: Pick<MapDesign, 'headerBytes'>,
  addresses: Float64Array,
  visit: (index: number, view: DataView, offset: number) => void,
): void {
  const buffer = new Uint8Array(windowBytes);
  const view = viewOf(buffer);
  let start = 0;
  let isRead = false;
  for (let index = 0; index < addresses.length; index++) {
    const address = addresses[index];
    if (start === 0 || address + headerBytes > start + windowBytes) {
      start = address - (address % pageBytes);
      isRead = memory.read(start, windowBytes, buffer) !== undefined;
    }
    if (isRead) visit(index, view, address - start);
    else {
      const bytes = memory.read(address, headerBytes);
      if (bytes) visit(index, viewOf(bytes), 0);
    }
  }
}
