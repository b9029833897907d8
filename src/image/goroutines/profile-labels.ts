import { type Address, isAddress, utf8 } from '../../base/index.ts';
import type { Reader } from '../reader.ts';
import type { Layouts, Runtime } from '../runtime.ts';

/** Label of runtime/pprof: key and value. */
export type ProfileLabel = readonly [key: string, value: string];

/** Programs set a handful; more is damage. */
const maximumLabels = 256;
const maximumTextBytes = 1024;
const maximumBuckets = 64;
/** tophash[8], keys, values, overflow (runtime/map.go, bmap of map[string]string). */
const bucketBytes = 8 + 8 * 16 + 8 * 16 + 8;
/** Smaller top hashes mark empty and evacuated cells (runtime/map.go, minTopHash). */
const minimumTopHash = 5;

/**
 * The labels that g.labels points to, sorted by key: a *map[string]string up to Go 1.23, a struct around a slice of pairs
 * from 1.24 on (runtime/pprof/label.go). Damage gives fewer.
 */
export class ProfileLabels {
  readonly #reader: Reader;
  readonly #isSlice: boolean;
  readonly #b: number;
  readonly #buckets: number;
  readonly #oldBuckets: number;

  constructor(runtime: Pick<Runtime, 'goMinor'>, layouts: Layouts, reader: Reader) {
    this.#reader = reader;
    this.#isSlice = runtime.goMinor >= 24;
    this.#b = layouts.find('runtime.hmap', 'B');
    this.#buckets = layouts.find('runtime.hmap', 'buckets');
    this.#oldBuckets = layouts.find('runtime.hmap', 'oldbuckets');
  }

  at(address: Address): readonly ProfileLabel[] {
    if (!isAddress(address)) return [];
    const labels = this.#isSlice ? this.#ofSlice(address) : this.#ofMap(this.#reader.u64(address));
    return labels.sort(([left], [right]) => (left < right ? -1 : 1));
  }

  #ofSlice(slice: Address): ProfileLabel[] {
    const list = this.#reader.u64(slice);
    const count = this.#reader.u64(slice + 8);
    const labels: ProfileLabel[] = [];
    if (!isAddress(list) || count > maximumLabels) return labels;
    for (let index = 0; index < count; index++) this.#add(labels, list + index * 32, list + index * 32 + 16);
    return labels;
  }

  #ofMap(header: Address): ProfileLabel[] {
    const labels: ProfileLabel[] = [];
    if (!isAddress(header) || this.#b < 0) return labels;
    const bucketCount = 2 ** this.#reader.u8(header + this.#b);
    if (bucketCount > maximumBuckets) return labels;
    this.#addBuckets(labels, this.#reader.u64(header + this.#buckets), bucketCount);
    // A map stays half moved until it is written again; what was moved is marked.
    const old = this.#reader.u64(header + this.#oldBuckets);
    if (isAddress(old)) this.#addBuckets(labels, old, bucketCount === 1 ? 1 : bucketCount / 2);
    return labels;
  }

  #addBuckets(labels: ProfileLabel[], buckets: Address, bucketCount: number): void {
    for (let index = 0; index < bucketCount; index++) {
      let bucket = buckets + index * bucketBytes;
      for (let depth = 0; isAddress(bucket) && depth < maximumBuckets; depth++) {
        for (let cell = 0; cell < 8; cell++) {
          if (this.#reader.u8(bucket + cell) < minimumTopHash) continue;
          this.#add(labels, bucket + 8 + cell * 16, bucket + 8 + 128 + cell * 16);
        }
        bucket = this.#reader.u64(bucket + bucketBytes - 8);
      }
    }
  }

  #add(labels: ProfileLabel[], key: Address, value: Address): void {
    const keyText = this.#text(key);
    const valueText = this.#text(value);
    if (keyText === undefined || valueText === undefined || labels.length === maximumLabels) return;
    labels.push([keyText, valueText]);
  }

  #text(header: Address): string | undefined {
    const address = this.#reader.u64(header);
    const length = this.#reader.u64(header + 8);
    if (length === 0) return '';
    if (!isAddress(address) || length < 0) return undefined;
    const bytes = this.#reader.view(address, Math.min(length, maximumTextBytes));
    return bytes && utf8(bytes);
  }
}
