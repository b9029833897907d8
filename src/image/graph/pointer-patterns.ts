import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';

/** Where the pointers of one value lie; an object is tiled with it to the end of its slot. */
export interface PointerPattern {
  /** Bytes from one value to the next. */
  readonly size: number;
  /** Byte offsets of the pointer words, rising. */
  readonly offsets: Int32Array;
  /** True where the mask cannot be had and every word is taken for a pointer. */
  readonly isGuess: boolean;
}

const everyWord: PointerPattern = { size: 8, offsets: Int32Array.of(0), isGuess: true };
const nothing: PointerPattern = { size: 8, offsets: new Int32Array(0), isGuess: false };

const descriptorBytes = 72;
const arrayKind = 17;
const kindMask = 31;
/** abi.KindGCProg, until Go 1.23. */
const isProgram = 1 << 6;
/** abi.TFlagGCMaskOnDemand, from Go 1.24 on: GCData is the address of a pointer to the mask, nil until first needed. */
const isOnDemand = 1 << 4;
/**
 * In Go 1.22 and 1.23 the same bit is abi.TFlagUnrolledBitmap: of a stand-in that the allocator makes for a type whose mask is
 * a program (mbitmap_allocheaders.go, heapSetType). Its mask lies right behind it.
 */
const unrolledMaskOffset = 48;
const mostNesting = 64;
/** Bytes of pointers that one value may have; arrays are read as their elements, so only structs come near. */
const largestPattern = 2 ** 28;
const mostPatterns = 1_000_000;

/**
 * Pointer masks of runtime types by descriptor (internal/abi/type.go Type: Size_ 0, PtrBytes 8, TFlag 20, Kind_ 23,
 * GCData 32), as malloc headers and mspan.largeType name them.
 */
export class PointerPatterns {
  readonly #reader: Reader;
  readonly #byType = new Map<Address, PointerPattern>();

  constructor(memory: Memory) {
    this.#reader = new Reader(memory, 256);
  }

  /** No pointers for 0 (an object that is just being made); every word where the type cannot be read. */
  of(type: Address): PointerPattern {
    const known = this.#byType.get(type);
    if (known) return known;
    // Junk headers of a damaged heap must not pile up.
    if (this.#byType.size >= mostPatterns) this.#byType.clear();
    const pattern = type === 0 ? nothing : (this.#read(type, 0) ?? everyWord);
    this.#byType.set(type, pattern);
    return pattern;
  }

  #read(type: Address, nesting: number): PointerPattern | undefined {
    if (!isAddress(type) || type % 8 !== 0 || nesting > mostNesting) return undefined;
    const view = this.#reader.view(type, descriptorBytes) ?? this.#reader.view(type, 48);
    if (!view) return undefined;
    const size = u64At(view, 0);
    const pointerBytes = u64At(view, 8);
    const flags = view[20];
    const kind = view[23];
    const mask = u64At(view, 32);
    if (size === 0 || size % 8 !== 0 || pointerBytes === 0 || pointerBytes > size || pointerBytes % 8 !== 0)
      return undefined;
    // An array repeats its element, and so do the values of a slot: the element is pattern enough.
    const elem = (kind & kindMask) === arrayKind && view.length >= 56 ? u64At(view, 48) : 0;
    const repeated = elem === 0 ? undefined : this.#read(elem, nesting + 1);
    if (repeated && size % repeated.size === 0) return repeated;
    if ((kind & isProgram) !== 0 || pointerBytes > largestPattern) return undefined;
    const isDirect = (flags & isOnDemand) === 0 || mask === type + unrolledMaskOffset;
    const bits = isDirect ? mask : this.#reader.u64(mask);
    if (!isAddress(bits)) return undefined;
    return this.#fromMask(size, pointerBytes, bits);
  }

  #fromMask(size: number, pointerBytes: number, address: Address): PointerPattern | undefined {
    const wordCount = pointerBytes / 8;
    const bits = this.#reader.view(address, (wordCount + 7) >> 3);
    if (!bits) return undefined;
    let count = 0;
    const offsets = new Int32Array(wordCount);
    for (let word = 0; word < wordCount; word++) {
      if ((bits[word >> 3] >> (word & 7)) & 1) offsets[count++] = word * 8;
    }
    // PtrBytes ends at the last pointer.
    if (count === 0 || offsets[count - 1] !== pointerBytes - 8) return undefined;
    return { size, offsets: offsets.slice(0, count), isGuess: false };
  }
}
