import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { chain } from '../runtime/chain.ts';
import type { HeapSlots } from './heap-slots.ts';
import { type InterfaceWords, valueLimit } from './held-values.ts';
import { efaceBytes, eltAt, eltBytes, localAt, localBytes, poolAt, processorLimit } from './pool-layout.ts';

/** The values in one array of per-P lists (`local` or `victim` of the pool's bytes), in no order. */
export function poolValues(
  pool: Uint8Array,
  which: 'local' | 'victim',
  memory: Memory,
  slots: HeapSlots,
): InterfaceWords[] {
  const values: InterfaceWords[] = [];
  const array = u64At(pool, poolAt[which]);
  const room = isAddress(array) ? Math.floor(slots.roomAt(array) / localBytes) : 0;
  // A victim array that Get has called empty can still hold what other processors put for themselves.
  const count = u64At(pool, which === 'local' ? poolAt.localSize : poolAt.victimSize) || room;
  if (count === 0 || count > Math.min(processorLimit, room)) return values;
  const locals = memory.read(array, count * localBytes);
  if (!locals) return values;
  for (let processor = 0; processor < count; processor++) {
    const at = processor * localBytes;
    addValue(locals, at + localAt.private, values);
    chainValues(u64At(locals, at + localAt.tail), memory, slots, values);
  }
  return values;
}

/** From the oldest dequeue on. A slot that holds something has a type (poolqueue.go, pushHead and popTail). */
function chainValues(tail: Address, memory: Memory, slots: HeapSlots, values: InterfaceWords[]): void {
  const next = (elt: Address): Address => wordAt(memory, elt + eltAt.next);
  for (const elt of chain(tail, next)) {
    const bytes = slots.roomAt(elt) >= eltBytes ? memory.read(elt, eltBytes) : undefined;
    if (!bytes) return;
    const ring = u64At(bytes, eltAt.vals);
    const length = u64At(bytes, eltAt.length);
    const isWhole = length * efaceBytes <= slots.roomAt(ring);
    const entries = isWhole ? memory.read(ring, length * efaceBytes) : undefined;
    for (let at = 0; at < (entries?.length ?? 0); at += efaceBytes)
      addValue(entries as Uint8Array, at, values);
  }
}

function wordAt(memory: Memory, address: Address): Address {
  const bytes = memory.read(address, 8);
  return bytes ? u64At(bytes, 0) : 0;
}

function addValue(bytes: Uint8Array, at: number, values: InterfaceWords[]): void {
  const typeWord = u64At(bytes, at);
  const data = u64At(bytes, at + 8);
  if (isAddress(typeWord) && isAddress(data) && values.length < valueLimit) values.push({ typeWord, data });
}
