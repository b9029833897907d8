import { type Address, isAddress, u64At } from '../../base/index.ts';
import { specialKinds } from '../graph/special-roots.ts';
import { Reader } from '../reader.ts';
import { type ContainerParts, MostFrequent, retainedBytes } from './container-parts.ts';

/** Specials of one span that are followed at most. */
const specialLimit = 100_000;

/** Objects that runtime.Pinner holds in place (Go 1.21+). */
export interface PinnedObjects {
  readonly count: number;
  readonly bytes: number;
  /** Type of most of those that have one beside them; ''. */
  readonly type: string;
  readonly retainedBytes: number | undefined;
}

/** What spans keep beside their objects. */
export interface SpanExtras {
  readonly pinned: PinnedObjects;
  /** runtime.SetFinalizer and runtime.AddCleanup that are in force. */
  readonly finalizersSet: number;
  readonly cleanupsSet: number;
}

/** Pinner bits and specials of the spans that have any. */
export function readSpanExtras(parts: ContainerParts): SpanExtras {
  const { runtime, spans, memory, types } = parts;
  const { layouts } = runtime;
  const kindAt = layouts.find('runtime.special', 'kind');
  const kinds = specialKinds(runtime.goMinor);
  const reader = new Reader(memory, 256);
  const frequent = new MostFrequent();
  const addresses: Address[] = [];
  let count = 0;
  let bytes = 0;
  let finalizersSet = 0;
  let cleanupsSet = 0;
  for (const { base, specials, pinnerBits } of spans.besides) {
    const span = spans.find(base);
    if (span < 0 || spans.base[span] !== base) continue;
    if (isAddress(pinnerBits))
      for (const slot of pinnedSlots(reader, pinnerBits, spans.elemCount[span])) {
        if (!spans.isAllocated(span, slot)) continue;
        count++;
        bytes += spans.elemSize[span];
        const header = spans.headerType(span, slot);
        if (header !== 0) frequent.add(types.fromRuntime(header)?.name ?? '');
        if (parts.retainedBytesOf) addresses.push(spans.slotAddress(span, slot));
      }
    if (kindAt < 0) continue;
    let special = specials;
    for (let turn = 0; isAddress(special) && turn < specialLimit; turn++) {
      const view = reader.view(special, kindAt + 1);
      if (!view) break;
      if (view[kindAt] === kinds.finalizer) finalizersSet++;
      else if (view[kindAt] === kinds.cleanup) cleanupsSet++;
      special = u64At(view, 0);
    }
  }
  const retained = retainedBytes(parts, addresses);
  return {
    pinned: { count, bytes, type: frequent.key, retainedBytes: retained },
    finalizersSet,
    cleanupsSet,
  };
}

/** Two bits an object: pinned, and pinned more than once (runtime/pinner.go, pinnerBits.ofObject). */
function pinnedSlots(reader: Reader, bits: Address, slotCount: number): number[] {
  const view = reader.view(bits, Math.ceil(slotCount / 4));
  const slots: number[] = [];
  for (let slot = 0; slot < slotCount; slot++) {
    if (view && ((view[slot >> 2] >> ((slot & 3) * 2)) & 1) === 1) slots.push(slot);
  }
  return slots;
}
