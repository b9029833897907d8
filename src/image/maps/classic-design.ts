import { type Address, isAddress } from '../../base/index.ts';
import { classBytes, classicArray } from '../../gomem/index.ts';
import type { MapArray } from '../map-table.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { readsAsBuckets } from './bucket-size.ts';
import { type ClassicHeader, oldBucketLog2, readClassicHeader } from './classic-header.ts';
import { type ClassicLayout, classicLayout } from './classic-layout.ts';
import { type ArrayPlace, type BucketUnit, ClassicUnits } from './classic-units.ts';
import { isNoscan, spanOfObject, usableBytes } from './heap-object.ts';
import { wordAt } from './header-view.ts';
import type { HeaderBytes, Judgement, MapDesign, MapMeasure } from './map-measure.ts';
import { oneUnitMeasure, stackUnitMeasure } from './measure-parts.ts';
import { type BucketArray, OverflowChains, type OutsideBuckets } from './overflow-chains.ts';
import { PageCache } from './page-cache.ts';
import { commonUnit, type UnitTypes } from './unit-types.ts';

const bucketSlots = 8;
/** Eight tophash bytes and the overflow pointer; keys and elems can be empty structs. */
const smallestBucketBytes = 16;
/** Eight keys and elems of 128 bytes, tophash and overflow pointer. */
const largestBucketBytes = 16 + 8 * 256;
/** runtime/map.go: tophash values below are marks: 0 and 1 empty, 2 to 4 evacuated. */
const smallestTopHash = 5;
const emptyOne = 1;
/**
 * A seed is 32 random bits. One below this comes once in a million maps; where no entry confirms the map, a struct of
 * another type with the same pointer words and a small number in this place is likelier.
 */
const smallestSeed = 4096;

/** Maps until Go 1.23, and of Go 1.24 and 1.25 with GOEXPERIMENT=noswissmap: runtime/map.go. */
export class ClassicDesign implements MapDesign {
  readonly headerBytes: number;
  readonly headerSlotBytes: number;
  readonly pointerWords: number;
  readonly #layout: ClassicLayout;
  readonly #spans: SpanTable;
  readonly #units: UnitTypes;
  readonly #classicUnits: ClassicUnits;
  readonly #goMinor: number;
  readonly #cache: PageCache;
  readonly #chains: OverflowChains;

  constructor(runtime: Runtime, spans: SpanTable, memory: Memory, units: UnitTypes) {
    const layout = classicLayout(runtime);
    this.#layout = layout;
    this.#spans = spans;
    this.#units = units;
    this.#classicUnits = new ClassicUnits(units, spans, runtime.goMinor);
    this.#goMinor = runtime.goMinor;
    this.#cache = new PageCache(memory);
    this.#chains = new OverflowChains(spans, memory, this.#cache);
    this.headerBytes = layout.headerBytes;
    this.headerSlotBytes = classBytes(layout.headerBytes);
    this.pointerWords =
      (1 << (layout.buckets / 8)) | (1 << (layout.oldBuckets / 8)) | (1 << (layout.extra / 8));
  }

  /** With one bucket there is neither growth nor overflow: the ninth entry makes two buckets. */
  smallUnit(view: DataView, offset: number): Address {
    const { count, flags, oldBuckets, evacuated, buckets, hashSeed, extra } = this.#layout;
    if (view.getUint32(offset + count, true) > bucketSlots || view.getUint32(offset + count + 4, true) !== 0)
      return -1;
    // flags, B and noverflow are the lower half of one word.
    if ((view.getUint32(offset + flags, true) & ~7) !== 0) return -1;
    if (wordAt(view, offset + oldBuckets) !== 0 || wordAt(view, offset + evacuated) !== 0) return -1;
    const seed = view.getUint32(offset + hashSeed, true);
    if (seed < smallestSeed && (seed === 0 || view.getUint32(offset + count, true) === 0)) return -1;
    const bucket = wordAt(view, offset + buckets);
    if (bucket === 0) return this.isUnused(view, offset) ? 0 : -1;
    const more = wordAt(view, offset + extra);
    if (more !== 0 && !isAddress(more)) return -1;
    return isAddress(bucket) && bucket % 8 === 0 ? bucket : -1;
  }

  isUnused(view: DataView, offset: number): boolean {
    const { hashSeed } = this.#layout;
    for (let at = 0; at < this.headerBytes; at += 4) {
      if ((at === hashSeed) === (view.getUint32(offset + at, true) === 0)) return false;
    }
    return true;
  }

  isPlausible(view: DataView, offset: number): boolean {
    const map = readClassicHeader(this.#layout, view, offset);
    if (!map || map.hashSeed < smallestSeed || !isAddress(map.buckets)) return false;
    if (map.oldBuckets !== 0 && !isAddress(map.oldBuckets)) return false;
    return map.extra === 0 || isAddress(map.extra);
  }

  /** A new array, an old one that was given up, an overflow list: all of it shows in the header. */
  witness(): undefined {
    return undefined;
  }

  lenOf(view: DataView, offset: number): number {
    return wordAt(view, offset + this.#layout.count);
  }

  unitAgrees(bytes: Uint8Array, offset: number, len: number): boolean {
    return fullSlots(bytes, offset) === len;
  }

  smallMeasure(len: number, slotBytes: number, unit: Address, span: number): MapMeasure {
    return oneUnitMeasure(this.#units, this.#spans, span, unit, len, slotBytes);
  }

  judge(header: HeaderBytes, lenient: boolean): Judgement {
    const { view, offset, slotBytes, stack } = header;
    const map = readClassicHeader(this.#layout, view, offset);
    if (!map || map.hashSeed === 0 || !isAddress(map.buckets) || !this.#extraAgrees(map)) return undefined;
    const isOnStack =
      stack !== undefined && map.buckets >= stack.low && map.buckets + bucketSlots <= stack.high;
    const arrays = isOnStack ? [] : this.#arrays(map);
    if (!arrays || !this.#cache.locate(map.buckets, bucketSlots)) return undefined;
    const full = fullSlots(this.#cache.bytes, this.#cache.offset);
    if (full < 0) return undefined;
    if (map.isWriting && !lenient) return 'changing';
    if (map.bucketLog2 === 0 && map.oldBuckets === 0) {
      if (this.smallUnit(view, offset) < 0) return undefined;
      if (full !== map.count && (!lenient || Math.abs(full - map.count) > 1)) return 'changing';
    }
    if (isOnStack) {
      return map.bucketLog2 === 0 ? stackUnitMeasure(this.#units, map.count, slotBytes) : undefined;
    }
    // Where they are not, the array may be another one than its span says, and larger or smaller.
    if (!this.#spans.areCurrent(arrays.map(({ span }) => span))) return undefined;
    return this.#measure(map, arrays, slotBytes);
  }

  arrays({ view, offset }: HeaderBytes, unitSize: number): MapArray[] {
    const map = readClassicHeader(this.#layout, view, offset);
    const places = map ? this.#arrays(map) : undefined;
    if (!map || unitSize < smallestBucketBytes) return [];
    if (!places) {
      const bucket = this.smallUnit(view, offset);
      return bucket > 0 ? [{ address: bucket, unitCount: 1 }] : [];
    }
    // Damage can give buckets that are larger than their array.
    const arrays = places
      .map((place) => this.#bucketArray(place, unitSize))
      .filter(({ bucketCount }) => bucketCount > 0);
    const outside = this.#outside(map, places, unitSize);
    return [
      ...arrays.map(({ address, bucketCount }) => ({ address, unitCount: bucketCount })),
      ...outside.addresses.map((address) => ({ address, unitCount: 1 })),
    ];
  }

  hashing(): undefined {
    return undefined;
  }

  firstUnit({ view, offset }: HeaderBytes): Address {
    const map = readClassicHeader(this.#layout, view, offset);
    return map && isAddress(map.buckets) ? map.buckets : 0;
  }

  forget(): void {
    this.#cache.forget();
  }

  /** mapextra is an object of its own. */
  #extraAgrees({ extra }: ClassicHeader): boolean {
    if (extra === 0) return true;
    const span = isAddress(extra) ? spanOfObject(this.#spans, extra) : -1;
    return span >= 0 && this.#spans.elemSize[span] === classBytes(this.#layout.extraBytes);
  }

  /** The main array and, while the map grows, the old one; undefined where they cannot be what the header says. */
  #arrays(map: ClassicHeader): ArrayPlace[] | undefined {
    const main = this.#place(map.buckets, map.bucketLog2);
    if (!main) return undefined;
    if (map.oldBuckets === 0) return [main];
    const old = this.#place(map.oldBuckets, oldBucketLog2(map));
    return old && isNoscan(this.#spans, old.span) === isNoscan(this.#spans, main.span)
      ? [main, old]
      : undefined;
  }

  #place(address: Address, bucketLog2: number): ArrayPlace | undefined {
    const span = isAddress(address) ? spanOfObject(this.#spans, address) : -1;
    if (span < 0 || bucketLog2 < 0) return undefined;
    const bytesPerBucket = usableBytes(this.#spans, span) / 2 ** bucketLog2;
    if (bytesPerBucket < smallestBucketBytes) return undefined;
    // A bucket array takes its preallocated overflow buckets and at most a quarter more by rounding.
    if (bytesPerBucket > largestBucketBytes * 1.4) return undefined;
    return { address, span, bucketLog2 };
  }

  #measure(map: ClassicHeader, places: readonly ArrayPlace[], slotBytes: number): MapMeasure {
    const unit = this.#classicUnits.of(places, this.#nextOverflow(map));
    const unitSize = unit.unitSize || this.#likeliestSize(map, places, unit);
    const outside = this.#outside(map, places, unitSize);
    let bytes = slotBytes + outside.bytes;
    for (const { span } of places) bytes += this.#spans.elemSize[span];
    return {
      len: map.count,
      slots: bucketSlots * 2 ** map.bucketLog2,
      bytes,
      tombstones: 0,
      overflowBuckets: outside.addresses.length,
      growing: map.oldBuckets !== 0,
      unitSize,
      unitHasPointers: !isNoscan(this.#spans, places[0].span),
      stackUnitBytes: 0,
      type: commonUnit(unit.candidates).type,
      typeIsInferred: !unit.named,
      candidates: unit.named ? [] : unit.candidates,
    };
  }

  /**
   * Where several bucket sizes fit, the array itself can tell, but it is only read where overflow buckets have to be
   * found in it; else the largest is taken.
   */
  #likeliestSize(map: ClassicHeader, places: readonly ArrayPlace[], { sizes }: BucketUnit): number {
    const count = places.length === 1 ? map.count : undefined;
    if (this.#followsLinks(map, places)) {
      for (const size of sizes) {
        const array = this.#bucketArray(places[0], size);
        if (readsAsBuckets(this.#cache, this.#spans, array, size, count)) return size;
      }
    }
    return sizes.at(-1) ?? this.#classicUnits.largestFitting(places[0]);
  }

  #bucketArray({ address, span, bucketLog2 }: ArrayPlace, unitSize: number): BucketArray {
    const unit = { unitSize, unitHasPointers: !isNoscan(this.#spans, span) };
    const usable = usableBytes(this.#spans, span);
    const { bucketCount, baseCount } = classicArray(unit, bucketLog2, this.#goMinor);
    const most = Math.floor(usable / unitSize);
    return {
      address,
      bucketCount: Math.min(bucketCount, most),
      baseCount: Math.min(baseCount, most),
      end: address + usable,
    };
  }

  /** Overflow buckets outside the arrays. */
  #outside(map: ClassicHeader, places: readonly ArrayPlace[], unitSize: number): OutsideBuckets {
    const arrays = places.map((place) => this.#bucketArray(place, unitSize));
    const parts: OutsideBuckets[] = [];
    if (isNoscan(this.#spans, places[0].span)) {
      for (const list of [this.#layout.extraOverflow, this.#layout.extraOldOverflow]) {
        const address = map.extra === 0 ? -1 : this.#cache.u64(map.extra + list);
        if (address > 0) parts.push(this.#chains.listed(address, arrays));
      }
    } else {
      const hasMainOverflow = map.bucketLog2 < 4 ? map.overflowCount > 0 : this.#nextOverflow(map) === 0;
      if (hasMainOverflow) parts.push(this.#chains.follow(arrays[0], unitSize));
      if (arrays.length > 1) parts.push(this.#chains.follow(arrays[1], unitSize));
    }
    if (parts.length === 1) return parts[0];
    return {
      addresses: parts.flatMap(({ addresses }) => addresses),
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    };
  }

  /**
   * Whether the main array can have overflow buckets outside itself. It has none while preallocated ones are left, because
   * those are taken first (runtime/map.go newoverflow); then it need not be read, which keeps most large maps cheap.
   */
  #mayOverflow(map: ClassicHeader): boolean {
    return map.bucketLog2 < 4 ? map.overflowCount > 0 : this.#nextOverflow(map) === 0;
  }

  #followsLinks(map: ClassicHeader, places: readonly ArrayPlace[]): boolean {
    return !isNoscan(this.#spans, places[0].span) && (places.length > 1 || this.#mayOverflow(map));
  }

  #nextOverflow({ extra }: ClassicHeader): Address {
    const next = extra === 0 ? 0 : this.#cache.u64(extra + this.#layout.extraNextOverflow);
    return isAddress(next) ? next : 0;
  }
}

/** Full slots of a bucket of a main array, or -1 where its tophash bytes cannot be: after emptyRest (0) all are empty. */
function fullSlots(bytes: Uint8Array, offset: number): number {
  let full = 0;
  let ended = false;
  for (let slot = 0; slot < bucketSlots; slot++) {
    const topHash = bytes[offset + slot];
    if (ended && topHash !== 0) return -1;
    if (topHash === 0) ended = true;
    else if (topHash >= smallestTopHash) full++;
    else if (topHash !== emptyOne) return -1;
  }
  return full;
}
