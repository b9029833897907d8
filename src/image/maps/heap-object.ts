import type { Address } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';

/** True where the address is the start of an object of span `ordinal`: its slot, after a malloc header where it has one. */
export function startsObject(spans: SpanTable, ordinal: number, address: Address): boolean {
  const slot = spans.slotOf(ordinal, address);
  if (slot < 0) return false;
  return spans.slotAddress(ordinal, slot) + spans.headerBytes(ordinal) === address;
}

/** The span whose object starts at the address, or -1. */
export function spanOfObject(spans: SpanTable, address: Address): number {
  const ordinal = spans.find(address);
  return ordinal >= 0 && startsObject(spans, ordinal, address) ? ordinal : -1;
}

/** Bytes of an object of the span that belong to its user: the slot without the malloc header. */
export function usableBytes(spans: SpanTable, ordinal: number): number {
  return spans.elemSize[ordinal] - spans.headerBytes(ordinal);
}

export function isNoscan(spans: SpanTable, ordinal: number): boolean {
  return (spans.spanClass[ordinal] & 1) === 1;
}

/** Type descriptor that the allocator keeps with an object; 0 where it keeps none. */
export function descriptorOf(spans: SpanTable, ordinal: number, address: Address): Address {
  // mspan.largeType of a span without pointers can be left over from an earlier use (seen in Go 1.22).
  if (isNoscan(spans, ordinal)) return 0;
  return spans.headerType(ordinal, spans.slotOf(ordinal, address));
}
