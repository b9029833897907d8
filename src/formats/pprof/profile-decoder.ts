import type { Diagnostics } from '../../base/index.ts';
import { CodeReader } from './code-reader.ts';
import { HeadReader } from './head-reader.ts';
import { profileField, wireType } from './profile-fields.ts';
import { noIndex, type ProfileColumns, type SampleColumns } from './profile-columns.ts';
import { SampleReader } from './sample-reader.ts';
import { TextTable } from './text-table.ts';
import { type IdIndex, WideIds } from './wide-ids.ts';

export interface ProfileDecoderOptions {
  readonly diagnostics: Diagnostics;
  /** Bytes of profile.proto, not compressed, after which reading stops. */
  readonly mostBytes?: number;
  /** Bytes that the columns and the texts may take; what would need more is left out. */
  readonly mostColumnBytes?: number;
}

const defaultMostBytes = 2 * 2 ** 30;
const defaultMostColumnBytes = 2 ** 30;
/** The longest field that is kept until it is whole; the largest sample of a Go program has some kilobytes. */
const mostFieldBytes = 16 * 2 ** 20;
/** How often it is looked how much the columns take; a byte of the file takes eight there at most. */
const measuredBytes = 2 ** 20;
/** What a record without content counts for: its entries in the columns. */
const recordBytes = 16;
/** Samples, locations, lines, functions or texts. No table of JavaScript has more than 2^24 entries, and two profiles may be joined; Go programs have some thousands. */
const mostRecords = 2 ** 22;
const emptyBytes = new Uint8Array(0);

/**
 * Decodes profile.proto as its bytes come, in pieces of any length: `push` each, then `finish`. What is damaged costs
 * the record that it is in; what is cut off, what would come after it. Nothing is kept of a piece but columns.
 */
export class ProfileDecoder {
  readonly #diagnostics: Diagnostics;
  readonly #mostBytes: number;
  readonly #mostColumnBytes: number;
  readonly #wideIds = new WideIds();
  readonly #head = new HeadReader();
  readonly #samples = new SampleReader(this.#wideIds);
  readonly #code = new CodeReader(this.#wideIds);
  readonly #texts = new TextTable();
  /** What of the pieces so far is not read: the beginning of a field. */
  #rest: Uint8Array = emptyBytes;
  #byteCount = 0;
  /** Bytes of an overlong field that are still to come. */
  #skipCount = 0;
  #stopped = false;
  #untilMeasured = measuredBytes;

  constructor({ diagnostics, mostBytes, mostColumnBytes }: ProfileDecoderOptions) {
    this.#diagnostics = diagnostics;
    this.#mostBytes = mostBytes ?? defaultMostBytes;
    this.#mostColumnBytes = mostColumnBytes ?? defaultMostColumnBytes;
  }

  /** Reads the next piece; false where no more is wanted. The piece may be reused afterwards. */
  push(bytes: Uint8Array): boolean {
    if (this.#stopped) return false;
    // A Buffer of Node is another class: the loops are faster when they meet one class only.
    const piece = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#byteCount += piece.length;
    if (this.#byteCount > this.#mostBytes) return this.#stop('pprof-too-large', tooLarge);
    let from = 0;
    if (this.#skipCount > 0) {
      from = Math.min(this.#skipCount, piece.length);
      this.#skipCount -= from;
    }
    if (this.#rest.length === 0) {
      const read = this.#fields(piece, from);
      if (read < piece.length) this.#rest = piece.slice(read);
      return !this.#stopped;
    }
    const joined = new Uint8Array(this.#rest.length + piece.length - from);
    joined.set(this.#rest);
    joined.set(from === 0 ? piece : piece.subarray(from), this.#rest.length);
    const read = this.#fields(joined, 0);
    this.#rest = read < joined.length ? joined.slice(read) : emptyBytes;
    return !this.#stopped;
  }

  /** The profile of what came. `cut` says that the source broke off, so that the end is no end. */
  finish(cut = false): ProfileColumns {
    if (!this.#stopped && (cut || this.#rest.length > 0 || this.#skipCount > 0)) {
      this.#diagnostics.add('pprof-truncated', 'the profile ends in the middle: what came before is shown');
    }
    const code = this.#code.resolve(this.#texts);
    const head = this.#head.resolve(this.#texts);
    const { samples, danglingCount } = this.#resolvedSamples(code.locationIds, head.sampleTypes.length);
    this.#report(code.danglingCount + danglingCount, code.repeatedCount);
    return {
      ...head,
      mappings: code.mappings,
      samples,
      locations: code.locations,
      functions: code.functions,
      texts: this.#texts,
    };
  }

  /** Ids of stacks become indices; a location that is not there keeps its place in the stack as `noIndex`. */
  #resolvedSamples(
    locationIds: IdIndex,
    width: number,
  ): { readonly samples: SampleColumns; readonly danglingCount: number } {
    const samples = this.#samples.columns();
    if (samples.count > 0 && samples.width !== width) {
      this.#diagnostics.add(
        'pprof-sample-types',
        `the profile names ${width} sample types and its samples have ${samples.width} values: no sample can be read`,
      );
      return { samples: new SampleReader(this.#wideIds).columns(), danglingCount: 0 };
    }
    const stack = samples.stackLocations;
    let danglingCount = 0;
    for (let place = 0; place < stack.length; place++) {
      const index = locationIds.find(stack[place]);
      if (index === undefined) danglingCount++;
      stack[place] = index ?? noIndex;
    }
    return { samples: { ...samples, width }, danglingCount };
  }

  /** Reads whole fields from `from` on; the offset of the first that is not whole. */
  #fields(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && !this.#stopped) {
      const start = at;
      const tag = bytes[at++];
      if (tag >= 0x80 || tag < 8) {
        this.#stop('pprof-damaged', damaged);
        break;
      }
      if ((tag & 7) !== wireType.bytes) {
        at = this.#scalar(bytes, start);
        if (at < 0) return start;
        continue;
      }
      let length = 0;
      let scale = 1;
      let byte = 0x80;
      while (byte >= 0x80 && at < bytes.length && scale <= 2 ** 35) {
        byte = bytes[at++];
        length += (byte & 0x7f) * scale;
        scale *= 128;
      }
      if (byte >= 0x80) {
        if (at - start <= 6) return start;
        this.#stop('pprof-damaged', damaged);
        break;
      }
      if (at + length <= bytes.length) this.#content(tag >>> 3, bytes, at, at + length);
      else if (length <= mostFieldBytes) return start;
      else {
        this.#diagnostics.add('pprof-field-too-long', 'a field of the profile is too long: it is left out');
        this.#skipCount = at + length - bytes.length;
        return bytes.length;
      }
      at += length;
    }
    return bytes.length;
  }

  #content(field: number, bytes: Uint8Array, from: number, to: number): void {
    if (field === profileField.sample) this.#samples.read(bytes, from, to);
    else if (field === profileField.location) this.#code.location(bytes, from, to);
    else if (field === profileField.function) this.#code.function(bytes, from, to);
    else if (field === profileField.stringTable) this.#texts.add(bytes, from, to);
    else if (field === profileField.mapping) this.#code.mapping(bytes, from, to);
    else this.#head.message(field, bytes, from, to);
    this.#untilMeasured -= to - from + recordBytes;
    if (this.#untilMeasured <= 0) this.#measure();
  }

  #measure(): void {
    this.#untilMeasured = measuredBytes;
    const columnBytes = this.#samples.columnBytes + this.#code.columnBytes + this.#texts.byteCount;
    const recordCount = Math.max(this.#samples.count, this.#code.recordCount, this.#texts.count);
    if (columnBytes > this.#mostColumnBytes || recordCount > mostRecords)
      this.#stop('pprof-too-large', tooLarge);
  }

  /** A field that is a number; the offset behind it, -1 where it is not whole. */
  #scalar(bytes: Uint8Array, start: number): number {
    const end = this.#head.number(bytes, start);
    if (end >= 0) return end;
    if (bytes.length - start < longestScalarBytes) return -1;
    this.#stop('pprof-damaged', damaged);
    return bytes.length;
  }

  #stop(code: string, message: string): false {
    this.#diagnostics.add(code, message);
    this.#stopped = true;
    this.#rest = emptyBytes;
    return false;
  }

  #report(danglingCount: number, repeatedCount: number): void {
    const { damagedCount, inexactCount } = this.#samples;
    const say = (count: number, code: string, message: string): void => {
      if (count > 0) this.#diagnostics.add(code, message);
    };
    say(damagedCount, 'pprof-sample-damaged', `${damagedCount} samples are damaged: they are left out`);
    const records = this.#code.damagedCount + this.#head.damagedCount;
    say(
      records,
      'pprof-record-damaged',
      `${records} locations, functions or other records are damaged: what can be read of them is shown`,
    );
    say(
      danglingCount,
      'pprof-dangling-id',
      `${danglingCount} references lead to a location, function or mapping that the profile does not have`,
    );
    say(repeatedCount, 'pprof-repeated-id', `${repeatedCount} ids are given to two things: the first holds`);
    say(inexactCount, 'pprof-inexact', `${inexactCount} numbers are beyond 2^53: they are not exact`);
  }
}

/** A tag of one byte and a varint of ten. */
const longestScalarBytes = 11;
const damaged = 'the profile is damaged: what came before is shown';
const tooLarge = 'the profile is larger than can be kept: what came first is shown';
