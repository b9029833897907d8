import type { Address } from '../../base/index.ts';
import type { GoType, MapLayout } from '../go-type.ts';
import type { SpanTable } from '../span-table.ts';
import type { MapUnitType } from './unit-types.ts';

const wordBytes = 8;
const unitSlots = 8;
/** Pointer bits of longer arrays are not read for this: the first bucket or group is enough, and it is small. */
const largestSlotBytes = 32768;
const deepestType = 32;
/** Spans whose bits are kept: 128 bytes for most. */
const keptSpans = 1024;

/**
 * Tells map types of one bucket or group size apart by where the collector looks for pointers: `map[int]string` and
 * `map[string]int` differ there, `map[int]int` and `map[int]uint` do not.
 */
export class TypeByPointers {
  readonly #spans: SpanTable;
  readonly #isClassic: boolean;
  /** A heap dump of Go 1.22+ has the bits of large objects at hand, but not their types (mspan.largeType). */
  readonly #hasLargeBits: boolean;
  readonly #masks = new Map<GoType, Uint8Array>();
  /** Pointer bits by span: neighbouring maps have their units in few of them. */
  readonly #bits = new Map<number, Uint8Array | undefined>();

  constructor(spans: SpanTable, isClassic: boolean) {
    this.#spans = spans;
    this.#isClassic = isClassic;
    this.#hasLargeBits = spans.keepsAllPointerBits && spans.heapBits === 'span';
  }

  /**
   * The only candidate whose unit has its pointers where the object at `unit` has them, undefined where there is none or
   * several; `otherwise` where no bits tell.
   */
  choose(
    candidates: readonly MapUnitType[],
    unit: Address,
    otherwise: GoType | undefined,
  ): GoType | undefined {
    const ordinal = this.#spans.find(unit);
    if (ordinal < 0 || (!this.#hasLargeBits && this.#spans.elemSize[ordinal] > largestSlotBytes))
      return otherwise;
    const bits = this.#bitsOf(ordinal);
    if (!bits) return otherwise;
    const firstWord = (unit - this.#spans.base[ordinal]) / wordBytes;
    let chosen: GoType | undefined;
    for (const { type, layout } of candidates) {
      if (!this.#agrees(bits, firstWord, this.#mask(type, layout))) continue;
      if (chosen) return undefined;
      chosen = type;
    }
    return chosen;
  }

  #bitsOf(ordinal: number): Uint8Array | undefined {
    let bits = this.#bits.get(ordinal);
    if (bits === undefined && !this.#bits.has(ordinal)) {
      bits = this.#spans.pointerBits(ordinal)?.slice();
      if (this.#bits.size >= keptSpans) this.#bits.clear();
      this.#bits.set(ordinal, bits);
    }
    return bits;
  }

  #agrees(bits: Uint8Array, firstWord: number, mask: Uint8Array): boolean {
    for (let word = 0; word < mask.length; word++) {
      const at = firstWord + word;
      if (((bits[at >> 3] >> (at & 7)) & 1) !== mask[word]) return false;
    }
    return true;
  }

  #mask(type: GoType, layout: MapLayout): Uint8Array {
    let mask = this.#masks.get(type);
    if (!mask) {
      mask = unitMask(type, layout, this.#isClassic);
      this.#masks.set(type, mask);
    }
    return mask;
  }
}

/** One byte a word of the unit, 1 where it is a pointer. */
function unitMask(type: GoType, layout: MapLayout, isClassic: boolean): Uint8Array {
  const mask = new Uint8Array(Math.floor(layout.unitSize / wordBytes));
  for (let slot = 0; slot < unitSlots; slot++) {
    const key = layout.keysOffset + slot * layout.keyStride;
    const elem = layout.elemsOffset + slot * layout.elemStride;
    if (layout.keyIndirect) mark(mask, key);
    else if (type.key) markPointers(mask, key, type.key, 0);
    if (layout.elemIndirect) mark(mask, elem);
    else if (type.elem) markPointers(mask, elem, type.elem, 0);
  }
  // A bucket without other pointers keeps its overflow link as a plain word (reflectdata.MapBucketType).
  if (isClassic && layout.unitHasPointers) mark(mask, layout.unitSize - wordBytes);
  return mask;
}

/** The words of a value that the collector follows: cmd/compile/internal/typebits, the same from Go 1.18 on. */
function markPointers(mask: Uint8Array, offset: number, type: GoType, depth: number): void {
  if (depth > deepestType || offset + type.size > mask.length * wordBytes) return;
  switch (type.kind) {
    case 'pointer':
    case 'unsafe-pointer':
    case 'map':
    case 'chan':
    case 'func':
    case 'string':
    case 'slice':
      mark(mask, offset);
      return;
    case 'interface':
      // Its first word points to a type or an itab, which are not on the heap.
      mark(mask, offset + wordBytes);
      return;
    case 'array': {
      const { elem } = type;
      if (!elem || elem.size === 0) return;
      for (let at = 0; at + elem.size <= type.size; at += elem.size)
        markPointers(mask, offset + at, elem, depth + 1);
      return;
    }
    case 'struct':
      for (const field of type.fields) markPointers(mask, offset + field.offset, field.type, depth + 1);
      return;
    default:
  }
}

function mark(mask: Uint8Array, offset: number): void {
  mask[offset / wordBytes] = 1;
}
