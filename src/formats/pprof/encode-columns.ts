import { encodeText } from '../../base/index.ts';
import { MessageWriter } from './message-writer.ts';
import { noIndex, type ProfileColumns } from './profile-columns.ts';
import type { ValueType } from './profile.ts';
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

const pieceBytes = 64 * 1024;

/**
 * What `ProfileDecoder` reads, as bytes of profile.proto again, not compressed, in pieces: the same samples, locations,
 * functions, mappings and texts, with ids that count from 1. What the samples and the code refer to and is not there is left
 * out of their records, so that pprof accepts the file.
 */
export function* encodeColumns(profile: ProfileColumns): Generator<Uint8Array> {
  const writer = new ColumnsWriter(profile);
  writer.head();
  const parts = [
    { count: profile.samples.count, write: (index: number) => writer.sample(index) },
    { count: profile.locations.count, write: (index: number) => writer.location(index) },
    { count: profile.functions.count, write: (index: number) => writer.function(index) },
    { count: writer.textCount, write: (index: number) => writer.text(index) },
  ];
  for (const { count, write } of parts) {
    for (let index = 0; index < count; index++) {
      write(index);
      if (writer.length >= pieceBytes) yield writer.take();
    }
  }
  yield writer.take();
}

class ColumnsWriter {
  readonly #profile: ProfileColumns;
  readonly #output = new MessageWriter();
  readonly #message = new MessageWriter();
  readonly #inner = new MessageWriter();
  /** Texts of the head, which the profile has as texts and not as indices. */
  readonly #addedTexts: string[] = [];
  readonly #added = new Map<string, number>();

  constructor(profile: ProfileColumns) {
    this.#profile = profile;
  }

  get length(): number {
    return this.#output.length;
  }

  take(): Uint8Array {
    const piece = this.#output.view().slice();
    this.#output.clear();
    return piece;
  }

  /** How many texts there are once the head is written. */
  get textCount(): number {
    return this.#ownTexts + this.#addedTexts.length;
  }

  get #ownTexts(): number {
    return Math.max(1, this.#profile.texts.count);
  }

  head(): void {
    const profile = this.#profile;
    for (const type of profile.sampleTypes) this.#valueType(profileField.sampleType, type);
    profile.mappings.forEach((mapping, index) => {
      const fileName = this.#text(mapping.fileName);
      const buildId = this.#text(mapping.buildId);
      const message = this.#message;
      message.clear();
      message.integer(mappingField.id, index + 1);
      message.bigInteger(mappingField.start, mapping.start);
      message.bigInteger(mappingField.limit, mapping.limit);
      message.bigInteger(mappingField.offset, mapping.offset);
      message.integer(mappingField.fileName, fileName);
      message.integer(mappingField.buildId, buildId);
      message.flag(mappingField.hasFunctions, mapping.hasFunctions);
      message.flag(mappingField.hasFileNames, mapping.hasFileNames);
      message.flag(mappingField.hasLineNumbers, mapping.hasLineNumbers);
      message.flag(mappingField.hasInlineFrames, mapping.hasInlineFrames);
      this.#output.message(profileField.mapping, message);
    });
    const output = this.#output;
    output.integer(profileField.dropFrames, this.#text(profile.dropFrames));
    output.integer(profileField.keepFrames, this.#text(profile.keepFrames));
    output.bigInteger(profileField.timeNanos, profile.timeNanos);
    output.bigInteger(profileField.durationNanos, profile.durationNanos);
    this.#valueType(profileField.periodType, profile.periodType);
    output.integer(profileField.period, profile.period);
    const comments = profile.comments.map((text) => this.#text(text));
    output.integers(profileField.comment, comments, this.#inner);
    output.integer(profileField.defaultSampleType, this.#text(profile.defaultSampleType));
    output.integer(profileField.docUrl, this.#text(profile.docUrl));
  }

  sample(index: number): void {
    const { values, width, stackStarts, stackLocations, labelStarts, labels } = this.#profile.samples;
    const message = this.#message;
    message.clear();
    const locations = stackLocations.subarray(stackStarts[index], stackStarts[index + 1]);
    const ids = Array.from(locations, (location) => location + 1).filter((id) => id <= noIndex);
    message.integers(sampleField.locationIds, ids, this.#inner);
    message.integers(
      sampleField.values,
      [...values.subarray(index * width, (index + 1) * width)],
      this.#inner,
    );
    for (let label = labelStarts[index]; label < labelStarts[index + 1]; label++) {
      const inner = this.#inner;
      inner.clear();
      inner.integer(labelField.key, labels.keys[label]);
      inner.integer(labelField.text, labels.texts[label]);
      inner.integer(labelField.number, labels.numbers[label]);
      inner.integer(labelField.unit, labels.units[label]);
      message.message(sampleField.label, inner);
    }
    this.#output.message(profileField.sample, message);
  }

  location(index: number): void {
    const { addresses, mappings, isFolded, lineStarts, lineFunctions, lineNumbers, lineColumns } =
      this.#profile.locations;
    const message = this.#message;
    message.clear();
    message.integer(locationField.id, index + 1);
    if (mappings[index] !== noIndex) message.integer(locationField.mappingId, mappings[index] + 1);
    message.bigInteger(locationField.address, addresses[index]);
    for (let line = lineStarts[index]; line < lineStarts[index + 1]; line++) {
      if (lineFunctions[line] === noIndex) continue;
      const inner = this.#inner;
      inner.clear();
      inner.integer(lineField.functionId, lineFunctions[line] + 1);
      inner.integer(lineField.line, lineNumbers[line]);
      inner.integer(lineField.column, lineColumns[line]);
      message.message(locationField.line, inner);
    }
    message.flag(locationField.isFolded, isFolded[index] !== 0);
    this.#output.message(profileField.location, message);
  }

  function(index: number): void {
    const { names, systemNames, fileNames, startLines } = this.#profile.functions;
    const message = this.#message;
    message.clear();
    message.integer(functionField.id, index + 1);
    message.integer(functionField.name, names[index]);
    message.integer(functionField.systemName, systemNames[index]);
    message.integer(functionField.fileName, fileNames[index]);
    message.integer(functionField.startLine, startLines[index]);
    this.#output.message(profileField.function, message);
  }

  /** The texts of the profile keep their indices; those of the head follow. */
  text(index: number): void {
    const own = this.#ownTexts;
    const text = index < own ? this.#profile.texts.text(index) : this.#addedTexts[index - own];
    this.#output.bytes(profileField.stringTable, encodeText(text));
  }

  #valueType(field: number, { type, unit }: ValueType): void {
    const [typeText, unitText] = [this.#text(type), this.#text(unit)];
    this.#message.clear();
    this.#message.integer(valueTypeField.type, typeText);
    this.#message.integer(valueTypeField.unit, unitText);
    this.#output.message(field, this.#message);
  }

  #text(text: string): number {
    if (text === '') return 0;
    const known = this.#added.get(text);
    if (known !== undefined) return known;
    const index = this.#ownTexts + this.#addedTexts.push(text) - 1;
    this.#added.set(text, index);
    return index;
  }
}
