import { GrowingFloats, GrowingWords } from '../heapdump/growing-columns.ts';
import { FieldReader } from './field-reader.ts';
import { functionField, lineField, locationField, mappingField, wireType } from './profile-fields.ts';
import {
  type FunctionColumns,
  type LocationColumns,
  noIndex,
  type ProfileMapping,
  type Texts,
} from './profile-columns.ts';
import { IdIndex, type WideIds } from './wide-ids.ts';

/** What a mapping is before its texts are known. */
interface RawMapping extends Omit<ProfileMapping, 'fileName' | 'buildId'> {
  readonly fileName: number;
  readonly buildId: number;
}

/** Locations, functions and mappings into columns, in any order; ids become indices when all are there. */
export class CodeReader {
  damagedCount = 0;
  readonly #wideIds: WideIds;
  readonly #fields = new FieldReader();
  readonly #lineFields = new FieldReader();
  readonly #locationIds = new GrowingWords();
  readonly #addresses = new GrowingWords();
  readonly #mappingIds = new GrowingWords();
  readonly #isFolded = new GrowingWords();
  readonly #lineStarts = new GrowingWords();
  readonly #lineFunctionIds = new GrowingWords();
  readonly #lineNumbers = new GrowingFloats();
  readonly #lineColumns = new GrowingFloats();
  readonly #functionIds = new GrowingWords();
  readonly #names = new GrowingWords();
  readonly #systemNames = new GrowingWords();
  readonly #fileNames = new GrowingWords();
  readonly #startLines = new GrowingFloats();
  readonly #declaredMappingIds = new GrowingWords();
  readonly #mappings: RawMapping[] = [];

  constructor(wideIds: WideIds) {
    this.#wideIds = wideIds;
  }

  /** Roughly the bytes that the columns take. */
  get columnBytes(): number {
    return this.#locationIds.count * 20 + this.#lineNumbers.count * 20 + this.#functionIds.count * 24;
  }

  /** Of the longest column. */
  get recordCount(): number {
    return Math.max(this.#locationIds.count, this.#lineNumbers.count, this.#functionIds.count);
  }

  location(bytes: Uint8Array, from: number, end: number): void {
    const fields = this.#fields;
    fields.open(bytes, from, end);
    const lineStart = this.#lineNumbers.count;
    let id = 0;
    let mapping = 0;
    let low = 0;
    let high = 0;
    let isFolded = 0;
    while (fields.next()) {
      if (fields.field === locationField.id) id = this.#id(fields);
      else if (fields.field === locationField.mappingId) mapping = this.#id(fields);
      else if (fields.field === locationField.address) [low, high] = [fields.low, fields.high];
      else if (fields.field === locationField.isFolded) isFolded = fields.unsigned === 0 ? 0 : 1;
      else if (fields.field === locationField.line && fields.wire === wireType.bytes)
        this.#line(bytes, fields.from, fields.to);
    }
    // Half a location is one all the same: the samples that name it keep their stack.
    if (fields.damaged) this.damagedCount++;
    this.#locationIds.add(id);
    this.#addresses.add(low);
    this.#addresses.add(high);
    this.#mappingIds.add(mapping);
    this.#isFolded.add(isFolded);
    this.#lineStarts.add(lineStart);
  }

  function(bytes: Uint8Array, from: number, end: number): void {
    const fields = this.#fields;
    fields.open(bytes, from, end);
    let id = 0;
    let name = 0;
    let systemName = 0;
    let fileName = 0;
    let startLine = 0;
    while (fields.next()) {
      if (fields.field === functionField.id) id = this.#id(fields);
      else if (fields.field === functionField.name) name = textIndex(fields);
      else if (fields.field === functionField.systemName) systemName = textIndex(fields);
      else if (fields.field === functionField.fileName) fileName = textIndex(fields);
      else if (fields.field === functionField.startLine) startLine = fields.signed;
    }
    if (fields.damaged) this.damagedCount++;
    this.#functionIds.add(id);
    this.#names.add(name);
    this.#systemNames.add(systemName);
    this.#fileNames.add(fileName);
    this.#startLines.add(startLine);
  }

  mapping(bytes: Uint8Array, from: number, end: number): void {
    const fields = this.#fields;
    fields.open(bytes, from, end);
    const numbers = new Map<number, bigint>();
    let id = 0;
    while (fields.next()) {
      if (fields.wire !== wireType.varint) continue;
      if (fields.field === mappingField.id) id = this.#id(fields);
      else if (fields.field <= mappingField.hasInlineFrames) numbers.set(fields.field, fields.big);
    }
    if (fields.damaged || this.#mappings.length >= mostMappings) this.damagedCount++;
    if (this.#mappings.length >= mostMappings) return;
    const number = (field: number): bigint => numbers.get(field) ?? 0n;
    const text = (field: number): number => Number(BigInt.asUintN(32, number(field)));
    this.#declaredMappingIds.add(id);
    this.#mappings.push({
      start: number(mappingField.start),
      limit: number(mappingField.limit),
      offset: number(mappingField.offset),
      fileName: text(mappingField.fileName),
      buildId: text(mappingField.buildId),
      hasFunctions: number(mappingField.hasFunctions) !== 0n,
      hasFileNames: number(mappingField.hasFileNames) !== 0n,
      hasLineNumbers: number(mappingField.hasLineNumbers) !== 0n,
      hasInlineFrames: number(mappingField.hasInlineFrames) !== 0n,
    });
  }

  /** The declarations with indices for ids, and what was wrong with the ids. */
  resolve(texts: Texts): ResolvedCode {
    const locationIds = new IdIndex(this.#locationIds.values);
    const functionIds = new IdIndex(this.#functionIds.values);
    const mappingIds = new IdIndex(this.#declaredMappingIds.values);
    let danglingCount = 0;
    const resolved = (ids: Uint32Array, index: IdIndex): Uint32Array =>
      ids.map((id) => {
        const place = index.find(id);
        if (place === undefined && id !== 0) danglingCount++;
        return place ?? noIndex;
      });
    this.#lineStarts.add(this.#lineNumbers.count);
    // A typed array of its own: a view of a growing one may be at any offset.
    const addresses = new BigUint64Array(Uint32Array.from(this.#addresses.values).buffer);
    return {
      locationIds,
      locations: {
        count: this.#locationIds.count,
        addresses,
        mappings: resolved(this.#mappingIds.values, mappingIds),
        isFolded: Uint8Array.from(this.#isFolded.values),
        lineStarts: this.#lineStarts.values,
        lineFunctions: resolved(this.#lineFunctionIds.values, functionIds),
        lineNumbers: this.#lineNumbers.values,
        lineColumns: this.#lineColumns.values,
      },
      functions: {
        count: this.#functionIds.count,
        names: this.#names.values,
        systemNames: this.#systemNames.values,
        fileNames: this.#fileNames.values,
        startLines: this.#startLines.values,
      },
      mappings: this.#mappings.map((mapping) => ({
        ...mapping,
        fileName: texts.text(mapping.fileName),
        buildId: texts.text(mapping.buildId),
      })),
      danglingCount,
      repeatedCount: locationIds.repeatedCount + functionIds.repeatedCount + mappingIds.repeatedCount,
    };
  }

  #line(bytes: Uint8Array, from: number, end: number): void {
    const fields = this.#lineFields;
    fields.open(bytes, from, end);
    let functionId = 0;
    let line = 0;
    let column = 0;
    while (fields.next()) {
      if (fields.field === lineField.functionId) functionId = this.#id(fields);
      else if (fields.field === lineField.line) line = fields.signed;
      else if (fields.field === lineField.column) column = fields.signed;
    }
    if (fields.damaged) this.damagedCount++;
    this.#lineFunctionIds.add(functionId);
    this.#lineNumbers.add(line);
    this.#lineColumns.add(column);
  }

  #id(fields: FieldReader): number {
    return fields.wire === wireType.varint ? this.#wideIds.word(fields.low, fields.high) : 0;
  }
}

export interface ResolvedCode {
  readonly locationIds: IdIndex;
  readonly locations: LocationColumns;
  readonly functions: FunctionColumns;
  readonly mappings: readonly ProfileMapping[];
  readonly danglingCount: number;
  readonly repeatedCount: number;
}

/** Go writes one a mapped file; a browser's or a JVM's profile has some hundreds. */
const mostMappings = 100_000;

function textIndex(fields: FieldReader): number {
  return fields.wire === wireType.varint && fields.high === 0 ? fields.low : 0;
}
