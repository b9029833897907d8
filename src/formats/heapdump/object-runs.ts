import type { Address } from '../../base/index.ts';
import { GrowingFloats, GrowingWords } from './growing-columns.ts';

/** Pointer masks begin at the page of a run's first object, so that those of its spans begin at whole bytes. */
const pageBytes = 8192;
const maskPageBytes = pageBytes / 64;
const longestRun = 2 ** 32 - 1;
/** Further apart than the longest span of small objects: nothing is gained by one run. */
const largestGap = 10 * pageBytes;

/**
 * All objects of a dump, in file order, as columns. A run is a row of objects of one size at ascending addresses, which is
 * how the runtime writes a span: an object then takes eight bytes here, and its pointers one bit a word.
 */
export interface ObjectRuns {
  readonly runCount: number;
  readonly objectCount: number;
  readonly runAddress: Float64Array;
  /** Bytes of each object of the run. */
  readonly runSize: Float64Array;
  /** Where in the file the contents of its first object are. */
  readonly runContents: Float64Array;
  /** Index of its first object. */
  readonly runFirst: Uint32Array;
  /** Place of its pointer mask in `masks`; -1 where none of its objects has a pointer. */
  readonly runMask: Float64Array;
  /** Bytes of that mask. */
  readonly runMaskBytes: Float64Array;
  /** Address of an object above that of its run. */
  readonly addressAbove: Uint32Array;
  /** File offset of its contents behind that of its run. */
  readonly contentsBehind: Uint32Array;
  /** One bit a word, from the first word of the page in which the run begins; 1 where it holds a pointer. */
  readonly masks: Uint8Array;
}

/** Gathers objects as they are read. */
export class ObjectRunBuilder {
  readonly #runAddress = new GrowingFloats();
  readonly #runSize = new GrowingFloats();
  readonly #runContents = new GrowingFloats();
  readonly #runFirst = new GrowingWords();
  readonly #runMask = new GrowingFloats();
  readonly #runMaskBytes = new GrowingFloats();
  readonly #addressAbove = new GrowingWords();
  readonly #contentsBehind = new GrowingWords();
  #masks = new Uint8Array(65536);
  #maskEnd = 0;
  /** Bound on all masks: damage must not make them larger than what they describe. */
  readonly #maskLimit: number;
  #start: Address = 0;
  #size = -1;
  #contents = 0;
  #last: Address = 0;
  #hasPointers = false;
  /** First word of the mask of the open run. */
  #origin: Address = 0;

  constructor(sourceBytes: number) {
    this.#maskLimit = sourceBytes + pageBytes;
  }

  /** Index of the next object, which is the number of objects so far. */
  get count(): number {
    return this.#addressAbove.count;
  }

  add(address: Address, size: number, contents: number): void {
    const goesOn =
      size === this.#size &&
      address > this.#last &&
      address - this.#last - size <= largestGap &&
      address - this.#start <= longestRun &&
      contents - this.#contents <= longestRun;
    if (!goesOn) this.#begin(address, size, contents);
    this.#last = address;
    this.#addressAbove.add(address - this.#start);
    this.#contentsBehind.add(contents - this.#contents);
  }

  /** Says that the word `offset` bytes into the object added last is a pointer. */
  addPointer(offset: number): void {
    const word = (this.#last + offset - this.#origin) / 8;
    const place = this.#maskEnd + Math.floor(word / 8);
    if (place >= this.#maskLimit) return;
    if (place >= this.#masks.length) this.#grow(place);
    this.#hasPointers = true;
    this.#masks[place] |= 1 << (word % 8);
  }

  finish(): ObjectRuns {
    this.#close();
    return {
      runCount: this.#runAddress.count,
      objectCount: this.count,
      runAddress: this.#runAddress.values,
      runSize: this.#runSize.values,
      runContents: this.#runContents.values,
      runFirst: this.#runFirst.values,
      runMask: this.#runMask.values,
      runMaskBytes: this.#runMaskBytes.values,
      addressAbove: this.#addressAbove.values,
      contentsBehind: this.#contentsBehind.values,
      masks: this.#masks.subarray(0, this.#maskEnd),
    };
  }

  #begin(address: Address, size: number, contents: number): void {
    this.#close();
    this.#start = address;
    this.#size = size;
    this.#contents = contents;
    this.#origin = address - (address % pageBytes);
    this.#runAddress.add(address);
    this.#runSize.add(size);
    this.#runContents.add(contents);
    this.#runFirst.add(this.count);
  }

  #close(): void {
    if (this.#size < 0) return;
    const wanted = Math.ceil((this.#last + this.#size - this.#origin) / pageBytes) * maskPageBytes;
    const isKept = this.#hasPointers && this.#maskEnd + wanted <= this.#maskLimit;
    this.#runMask.add(isKept ? this.#maskEnd : -1);
    this.#runMaskBytes.add(isKept ? wanted : 0);
    if (isKept) {
      this.#maskEnd += wanted;
      if (this.#maskEnd > this.#masks.length) this.#grow(this.#maskEnd);
    } else if (this.#hasPointers) this.#masks.fill(0, this.#maskEnd);
    this.#hasPointers = false;
    this.#size = -1;
  }

  #grow(place: number): void {
    const larger = new Uint8Array(Math.max(this.#masks.length * 2, place + 65536));
    larger.set(this.#masks);
    this.#masks = larger;
  }
}
