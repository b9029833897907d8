import { FieldReader } from './field-reader.ts';
import type { ProfileHead, Texts } from './profile-columns.ts';
import type { ValueType } from './profile.ts';
import { profileField, valueTypeField, wireType } from './profile-fields.ts';

interface RawValueType {
  readonly type: number;
  readonly unit: number;
}

/** Sample types, period, times and comments; texts are indices until `resolve`. */
export class HeadReader {
  damagedCount = 0;
  readonly #fields = new FieldReader();
  readonly #sampleTypes: RawValueType[] = [];
  readonly #comments: number[] = [];
  readonly #numbers = new Map<number, { readonly signed: number; readonly big: bigint }>();
  #periodType: RawValueType = { type: 0, unit: 0 };

  /** A field of bytes. */
  message(field: number, bytes: Uint8Array, from: number, to: number): void {
    if (field === profileField.sampleType) {
      const type = this.#valueType(bytes, from, to);
      if (this.#sampleTypes.length < mostSampleTypes) this.#sampleTypes.push(type);
      else this.damagedCount++;
    } else if (field === profileField.periodType) this.#periodType = this.#valueType(bytes, from, to);
    else if (field === profileField.comment) this.#packedComments(bytes, from, to);
  }

  /** A field of any other kind, at `start` with its tag: the offset behind it, -1 where it is damaged or cut. */
  number(bytes: Uint8Array, start: number): number {
    const fields = this.#fields;
    fields.open(bytes, start, bytes.length);
    if (!fields.next()) return -1;
    if (fields.wire === wireType.varint) {
      if (fields.field === profileField.comment) this.#comment(fields.unsigned);
      else if (fields.field <= profileField.docUrl)
        this.#numbers.set(fields.field, { signed: fields.signed, big: BigInt.asIntN(64, fields.big) });
    }
    return fields.offset;
  }

  resolve(texts: Texts): Omit<ProfileHead, 'mappings'> {
    const valueType = ({ type, unit }: RawValueType): ValueType => ({
      type: texts.text(type),
      unit: texts.text(unit),
    });
    const text = (field: number): string => texts.text(this.#numbers.get(field)?.signed ?? 0);
    return {
      sampleTypes: this.#sampleTypes.map(valueType),
      defaultSampleType: text(profileField.defaultSampleType),
      periodType: valueType(this.#periodType),
      period: this.#numbers.get(profileField.period)?.signed ?? 0,
      timeNanos: this.#numbers.get(profileField.timeNanos)?.big ?? 0n,
      durationNanos: this.#numbers.get(profileField.durationNanos)?.big ?? 0n,
      comments: this.#comments.map((index) => texts.text(index)),
      dropFrames: text(profileField.dropFrames),
      keepFrames: text(profileField.keepFrames),
      docUrl: text(profileField.docUrl),
    };
  }

  #valueType(bytes: Uint8Array, from: number, to: number): RawValueType {
    const fields = this.#fields;
    fields.open(bytes, from, to);
    let type = 0;
    let unit = 0;
    while (fields.next()) {
      if (fields.field === valueTypeField.type) type = fields.unsigned;
      else if (fields.field === valueTypeField.unit) unit = fields.unsigned;
    }
    if (fields.damaged) this.damagedCount++;
    return { type, unit };
  }

  #packedComments(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      let index = 0;
      let scale = 1;
      let byte = 0x80;
      while (byte >= 0x80 && at < to) {
        byte = bytes[at++];
        index += (byte & 0x7f) * scale;
        scale *= 128;
      }
      this.#comment(index);
    }
  }

  #comment(index: number): void {
    if (this.#comments.length < mostComments) this.#comments.push(index);
    else this.damagedCount++;
  }
}

/** Go's profiles have four at most. */
const mostSampleTypes = 64;
const mostComments = 10_000;
