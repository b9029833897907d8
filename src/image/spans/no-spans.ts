import type { SpanTable } from '../span-table.ts';

const nothing = new Float64Array(0);

/** The table of a heap without spans. */
export const noSpans: SpanTable = {
  count: 0,
  base: nothing,
  pageCount: new Uint32Array(0),
  elemSize: nothing,
  elemCount: new Uint32Array(0),
  freeIndex: new Uint32Array(0),
  spanClass: new Uint8Array(0),
  sweepDelta: new Int8Array(0),
  allocBits: nothing,
  gcMarkBits: nothing,
  largeType: nothing,
  address: nothing,
  heapBits: 'span',
  keepsAllPointerBits: false,
  manual: [],
  besides: [],
  structAddresses: nothing,
  find: () => -1,
  slotOf: () => -1,
  slotAddress: () => 0,
  hasInlineMarks: () => false,
  allocated: () => new Uint8Array(0),
  isAllocated: () => false,
  hasCycleEnded: () => false,
  areCurrent: () => true,
  marked: () => undefined,
  pointerBits: () => undefined,
  headerType: () => 0,
  headerBytes: () => 0,
};
