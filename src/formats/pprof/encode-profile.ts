import { assert, encodeText } from '../../base/index.ts';
import { MessageWriter } from './message-writer.ts';
import {
  functionField,
  labelField,
  lineField,
  locationField,
  mappingField,
  profileField,
  sampleField,
  valueTypeField,
} from './profile-fields.ts';
import type { Profile, ProfileSample, ValueType } from './profile.ts';

const pieceBytes = 64 * 1024;
/** There is one mapping, the executable; it says that everything has its name, so that no tool looks for symbols. */
const mappingId = 1;

/**
 * A profile as bytes of profile.proto, not yet compressed, in pieces. Strings and functions are written when they first
 * occur, before what refers to them (a repeated field may be scattered): memory grows with the names, not with the
 * samples. A function and its location have one id. Valid by the rules of profile.CheckValid: string 0 is empty, no id is
 * 0, a sample has a value for each type.
 */
export function* encodeProfile(profile: Profile): Generator<Uint8Array> {
  const encoder = new ProfileEncoder();
  encoder.head(profile);
  for (const sample of profile.samples) {
    assert(sample.values.length === profile.sampleTypes.length, 'a sample has a value for each sample type');
    encoder.sample(sample);
    if (encoder.length >= pieceBytes) yield encoder.take();
  }
  yield encoder.take();
}

class ProfileEncoder {
  readonly #output = new MessageWriter();
  readonly #message = new MessageWriter();
  readonly #inner = new MessageWriter();
  readonly #strings = new Map<string, number>();
  readonly #locations = new Map<string, number>();

  constructor() {
    this.#string('');
  }

  get length(): number {
    return this.#output.length;
  }

  /** What was written since the last time. */
  take(): Uint8Array {
    const piece = this.#output.view().slice();
    this.#output.clear();
    return piece;
  }

  head(profile: Profile): void {
    const comments = profile.comments.map((text) => this.#string(text));
    for (const type of profile.sampleTypes) this.#valueType(profileField.sampleType, type);
    const program = this.#string(profile.program);
    this.#put(profileField.mapping, (message) => {
      message.integer(mappingField.id, mappingId);
      message.integer(mappingField.fileName, program);
      message.flag(mappingField.hasFunctions, true);
      message.flag(mappingField.hasFileNames, true);
      message.flag(mappingField.hasLineNumbers, true);
    });
    const defaultType = this.#string(profile.defaultSampleType);
    this.#valueType(profileField.periodType, profile.periodType);
    const output = this.#output;
    // Nanoseconds since 1970 are above 2^53.
    output.bigInteger(profileField.timeNanos, BigInt(Math.round(profile.timeMs)) * 1_000_000n);
    output.integer(profileField.period, profile.period);
    output.integers(profileField.comment, comments, this.#inner);
    output.integer(profileField.defaultSampleType, defaultType);
  }

  sample({ stack, values, labels }: ProfileSample): void {
    assert(stack.length > 0, 'a sample has a stack');
    // The format has the leaf first.
    const locations = stack.map((name) => this.#location(name)).reverse();
    const texts = Object.entries(labels ?? {}).map(
      ([key, value]) => [this.#string(key), typeof value === 'string' ? this.#string(value) : value] as const,
    );
    const areTexts = Object.values(labels ?? {}).map((value) => typeof value === 'string');
    this.#put(profileField.sample, (message) => {
      message.integers(sampleField.locationIds, locations, this.#inner);
      message.integers(sampleField.values, values, this.#inner);
      texts.forEach(([key, value], place) => {
        this.#inner.clear();
        this.#inner.integer(labelField.key, key);
        this.#inner.integer(areTexts[place] ? labelField.text : labelField.number, value);
        message.message(sampleField.label, this.#inner);
      });
    });
  }

  #valueType(field: number, { type, unit }: ValueType): void {
    const [typeId, unitId] = [this.#string(type), this.#string(unit)];
    this.#put(field, (message) => {
      message.integer(valueTypeField.type, typeId);
      message.integer(valueTypeField.unit, unitId);
    });
  }

  /** Id of the location, and function, of this name. */
  #location(name: string): number {
    const known = this.#locations.get(name);
    if (known !== undefined) return known;
    const id = this.#locations.size + 1;
    this.#locations.set(name, id);
    const text = this.#string(name);
    this.#put(profileField.function, (message) => {
      message.integer(functionField.id, id);
      message.integer(functionField.name, text);
    });
    this.#put(profileField.location, (message) => {
      message.integer(locationField.id, id);
      message.integer(locationField.mappingId, mappingId);
      this.#inner.clear();
      this.#inner.integer(lineField.functionId, id);
      message.message(locationField.line, this.#inner);
    });
    return id;
  }

  #string(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const id = this.#strings.size;
    this.#strings.set(text, id);
    this.#output.bytes(profileField.stringTable, encodeText(text));
    return id;
  }

  #put(field: number, fill: (message: MessageWriter) => void): void {
    this.#message.clear();
    fill(this.#message);
    this.#output.message(field, this.#message);
  }
}
