import type { SampleColumns } from './profile-columns.ts';
import { FieldReader } from './field-reader.ts';
import { labelField, sampleField, wireType } from './profile-fields.ts';
import type { WideIds } from './wide-ids.ts';

const packedIds = sampleField.locationIds * 8 + wireType.bytes;
const oneId = sampleField.locationIds * 8 + wireType.varint;
const packedValues = sampleField.values * 8 + wireType.bytes;
const oneValue = sampleField.values * 8 + wireType.varint;
const oneLabel = sampleField.label * 8 + wireType.bytes;

/**
 * The samples of a profile into columns: the hot loop of the decoder. Stacks hold ids as they are in the file, because
 * locations may come later. The number of values a sample is that of the first one: sample types may come later too.
 */
export class SampleReader {
  count = 0;
  width = -1;
  /** Samples left out because their bytes are damaged, or because they have another number of values. */
  damagedCount = 0;
  /** Numbers beyond 2^53, of which the low bits are lost. */
  inexactCount = 0;
  readonly #wideIds: WideIds;
  readonly #fields = new FieldReader();
  #stackStarts = new Uint32Array(1024);
  #ids = new Uint32Array(8 * 1024);
  #idCount = 0;
  #values = new Float64Array(4 * 1024);
  #valueCount = 0;
  #labelStarts = new Uint32Array(1024);
  #labelCount = 0;
  #labelKeys = new Uint32Array(1024);
  #labelTexts = new Uint32Array(1024);
  #labelUnits = new Uint32Array(1024);
  #labelNumbers = new Float64Array(1024);
  /** Of the varint that was read last. */
  #low = 0;
  #high = 0;

  constructor(wideIds: WideIds) {
    this.#wideIds = wideIds;
  }

  /** Bytes that the columns take. */
  get columnBytes(): number {
    return (
      (this.#stackStarts.length + this.#labelStarts.length + this.#ids.length) * 4 +
      this.#values.length * 8 +
      this.#labelKeys.length * 20
    );
  }

  /** Reads the sample at [from, end); one that is damaged leaves nothing. */
  read(bytes: Uint8Array, from: number, end: number): void {
    const ids = this.#idCount;
    const values = this.#valueCount;
    const labels = this.#labelCount;
    this.#reserve(end - from);
    const whole = this.#fieldsOf(bytes, from, end);
    const width = this.#valueCount - values;
    if (this.width < 0 && whole) this.width = width;
    if (!whole || width !== this.width) {
      this.damagedCount++;
      this.#idCount = ids;
      this.#valueCount = values;
      this.#labelCount = labels;
      return;
    }
    this.count++;
    this.#stackStarts[this.count] = this.#idCount;
    this.#labelStarts[this.count] = this.#labelCount;
  }

  /** What was read; `stackLocations` still has ids. */
  columns(): SampleColumns {
    return {
      count: this.count,
      width: Math.max(0, this.width),
      values: this.#values.subarray(0, this.#valueCount),
      stackStarts: this.#stackStarts.subarray(0, this.count + 1),
      stackLocations: this.#ids.subarray(0, this.#idCount),
      labelStarts: this.#labelStarts.subarray(0, this.count + 1),
      labels: {
        keys: this.#labelKeys.subarray(0, this.#labelCount),
        texts: this.#labelTexts.subarray(0, this.#labelCount),
        numbers: this.#labelNumbers.subarray(0, this.#labelCount),
        units: this.#labelUnits.subarray(0, this.#labelCount),
      },
    };
  }

  /** Each number takes a byte at least, so that nothing below has to ask for room. */
  #reserve(byteCount: number): void {
    if (this.count + 2 > this.#stackStarts.length) {
      this.#stackStarts = grown(this.#stackStarts, this.count + 2);
      this.#labelStarts = grown(this.#labelStarts, this.count + 2);
    }
    if (this.#idCount + byteCount > this.#ids.length) this.#ids = grown(this.#ids, this.#idCount + byteCount);
    if (this.#valueCount + byteCount > this.#values.length) {
      const larger = new Float64Array(Math.max(this.#valueCount + byteCount, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    // The shortest label is a tag and a length.
    if (this.#labelCount + (byteCount >> 1) > this.#labelKeys.length) {
      const needed = this.#labelCount + (byteCount >> 1);
      this.#labelKeys = grown(this.#labelKeys, needed);
      this.#labelTexts = grown(this.#labelTexts, needed);
      this.#labelUnits = grown(this.#labelUnits, needed);
      const larger = new Float64Array(this.#labelKeys.length);
      larger.set(this.#labelNumbers);
      this.#labelNumbers = larger;
    }
  }

  #fieldsOf(bytes: Uint8Array, from: number, end: number): boolean {
    let at = from;
    while (at < end) {
      const tag = bytes[at];
      if (tag === packedIds || tag === packedValues || tag === oneLabel) {
        at = this.#varint(bytes, at + 1, end);
        if (at < 0) return false;
        const stop = at + this.#low + this.#high * 2 ** 32;
        if (stop > end) return false;
        if (tag === packedIds) {
          if (!this.#packedIds(bytes, at, stop)) return false;
        } else if (tag === packedValues) {
          if (!this.#packedValues(bytes, at, stop)) return false;
        } else if (!this.#label(bytes, at, stop)) return false;
        at = stop;
      } else if (tag === oneId || tag === oneValue) {
        at = this.#varint(bytes, at + 1, end);
        if (at < 0) return false;
        if (tag === oneId) this.#ids[this.#idCount++] = this.#wideIds.word(this.#low, this.#high);
        else this.#values[this.#valueCount++] = this.#signed();
      } else {
        at = this.#skipField(bytes, at, end);
        if (at < 0) return false;
      }
    }
    return true;
  }

  /** Behind a field that is none of ours, or -1. */
  #skipField(bytes: Uint8Array, from: number, end: number): number {
    const fields = this.#fields;
    fields.open(bytes, from, end);
    if (!fields.next()) return -1;
    const { field } = fields;
    // One of ours with a tag spelt longer than it must be, or of another wire type: no writer does that.
    const isOurs =
      field === sampleField.locationIds || field === sampleField.values || field === sampleField.label;
    return isOurs ? -1 : fields.offset;
  }

  #packedIds(bytes: Uint8Array, from: number, stop: number): boolean {
    const ids = this.#ids;
    let count = this.#idCount;
    let at = from;
    while (at < stop) {
      const first = bytes[at];
      if (first < 0x80) {
        ids[count++] = first;
        at++;
        continue;
      }
      const second = bytes[at + 1];
      if (second < 0x80 && at + 1 < stop) {
        ids[count++] = (first & 0x7f) | (second << 7);
        at += 2;
        continue;
      }
      const third = bytes[at + 2];
      if (third < 0x80 && at + 2 < stop) {
        ids[count++] = (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
        at += 3;
        continue;
      }
      at = this.#varint(bytes, at, stop);
      if (at < 0) return false;
      ids[count++] = this.#wideIds.word(this.#low, this.#high);
    }
    this.#idCount = count;
    return true;
  }

  #packedValues(bytes: Uint8Array, from: number, stop: number): boolean {
    const values = this.#values;
    let count = this.#valueCount;
    let at = from;
    while (at < stop) {
      const first = bytes[at];
      if (first < 0x80) {
        values[count++] = first;
        at++;
        continue;
      }
      at = this.#varint(bytes, at, stop);
      if (at < 0) return false;
      values[count++] = this.#signed();
    }
    this.#valueCount = count;
    return true;
  }

  #label(bytes: Uint8Array, from: number, stop: number): boolean {
    let key = 0;
    let text = 0;
    let number = 0;
    let unit = 0;
    let at = from;
    while (at < stop) {
      const tag = bytes[at];
      // All four fields of a label are varints; one that is not is none of ours.
      if (tag >= 0x80 || (tag & 7) !== wireType.varint) return false;
      at = this.#varint(bytes, at + 1, stop);
      if (at < 0) return false;
      const field = tag >>> 3;
      if (field === labelField.key) key = this.#index();
      else if (field === labelField.text) text = this.#index();
      else if (field === labelField.unit) unit = this.#index();
      else if (field === labelField.number) number = this.#signed();
    }
    const place = this.#labelCount++;
    this.#labelKeys[place] = key;
    this.#labelTexts[place] = text;
    this.#labelNumbers[place] = number;
    this.#labelUnits[place] = unit;
    return true;
  }

  /** Index of a text: one that is too large to be one is as good as none. */
  #index(): number {
    return this.#high === 0 ? this.#low : 0;
  }

  #signed(): number {
    const high = this.#high | 0;
    if (high >= 0x20_0000 || high < -0x20_0000) this.inexactCount++;
    return high * 2 ** 32 + this.#low;
  }

  /** Reads into #low and #high; the offset after it, or -1. */
  #varint(bytes: Uint8Array, from: number, end: number): number {
    let low = 0;
    let high = 0;
    let at = from;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) return -1;
      const byte = bytes[at++];
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else high |= part << (shift - 32);
      if (byte < 0x80) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return at;
      }
    }
    return -1;
  }
}

function grown(values: Uint32Array<ArrayBuffer>, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, values.length * 2));
  larger.set(values);
  return larger;
}
