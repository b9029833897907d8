import type { Address, Diagnostics } from '../../base/index.ts';
import type { Elf } from '../elf/elf.ts';
import { AttributeReader } from './attribute-reader.ts';
import { Closures } from './closures.ts';
import { Attribute, Tag } from './constants.ts';
import { type DieIndex, indexDies } from './die-index.ts';
import type { Dwarf, DwarfCapture, DwarfLocal, DwarfStruct, DwarfType, DwarfVariable } from './dwarf.ts';
import { FunctionDies } from './function-dies.ts';
import { Locals } from './locals.ts';
import { DebugSections } from './sections.ts';
import { skipLeb } from './skip.ts';
import { TypeNames } from './type-names.ts';
import { readType } from './type-reader.ts';
import { abbreviationAt, readUnits, type Unit, unitAt } from './units.ts';

/** A chain of typedefs in Go has one or two links; damage could make a ring. */
const maximumTypedefs = 16;
/** Offsets are kept in 32 bits; no Go program comes near. */
const maximumInfoBytes = 2 ** 32 - 1;

/** Opens the debug information of the Go units; undefined where there is none (`-ldflags=-w`), or all of it is damaged. */
export function openDwarf(elf: Elf, diagnostics: Diagnostics): Dwarf | undefined {
  const sections = new DebugSections(elf);
  if (sections.info.length === 0 || sections.info.length > maximumInfoBytes) return undefined;
  const units = readUnits(sections, diagnostics);
  if (!units.some((unit) => unit.isGo)) return undefined;
  return new GoDwarf(sections, units, diagnostics);
}

class GoDwarf implements Dwarf {
  readonly version: number;
  readonly #sections: DebugSections;
  readonly #units: readonly Unit[];
  readonly #diagnostics: Diagnostics;
  readonly #reader: AttributeReader;
  readonly #types = new Map<number, DwarfType | undefined>();
  readonly #structs = new Map<string, DwarfStruct | undefined>();
  #index: DieIndex | undefined;
  #names: TypeNames | undefined;
  #variables: readonly DwarfVariable[] | undefined;
  #offsetByRuntimeType: Map<Address, number> | undefined;
  #functions: FunctionDies | undefined;
  #closures: Closures | undefined;
  #locals: Locals | undefined;

  constructor(sections: DebugSections, units: readonly Unit[], diagnostics: Diagnostics) {
    this.version = units.find((unit) => unit.isGo)?.version ?? 0;
    this.#sections = sections;
    this.#units = units;
    this.#diagnostics = diagnostics;
    this.#reader = new AttributeReader(sections);
  }

  struct(name: string): DwarfStruct | undefined {
    if (this.#structs.has(name)) return this.#structs.get(name);
    const found = this.#readStruct(name);
    this.#structs.set(name, found);
    return found;
  }

  variables(): readonly DwarfVariable[] {
    this.#variables ??= this.#readVariables();
    return this.#variables;
  }

  type(offset: number): DwarfType | undefined {
    const known = this.#types.get(offset);
    if (known || this.#types.has(offset)) return known;
    const unit = unitAt(this.#units, offset);
    const type = unit && readType(this.#sections.info, this.#reader, unit, offset);
    this.#types.set(offset, type);
    return type;
  }

  typeByName(name: string): number {
    this.#names ??= new TypeNames(this.#dies, (offset) => this.#nameAt(offset));
    return this.#names.find(name);
  }

  typeByRuntimeType(address: Address): number {
    if (!this.#offsetByRuntimeType) {
      this.#offsetByRuntimeType = new Map();
      const { types, runtimeTypes } = this.#dies;
      for (let ordinal = 0; ordinal < types.length; ordinal++) {
        if (runtimeTypes[ordinal] > 0) this.#offsetByRuntimeType.set(runtimeTypes[ordinal], types[ordinal]);
      }
    }
    return this.#offsetByRuntimeType.get(address) ?? 0;
  }

  captures(functionAddress: Address): readonly DwarfCapture[] {
    this.#closures ??= new Closures(this.#sections.info, this.#reader, this.#units, this.#functionDies());
    return this.#closures.captures(functionAddress);
  }

  locals(functionAddress: Address): readonly DwarfLocal[] {
    this.#locals ??= new Locals(this.#sections, this.#reader, this.#units, this.#functionDies());
    return this.#locals.of(functionAddress);
  }

  #functionDies(): FunctionDies {
    const { info } = this.#sections;
    this.#functions ??= new FunctionDies(info, this.#reader, this.#units, this.#dies.functions);
    return this.#functions;
  }

  get #dies(): DieIndex {
    this.#index ??= indexDies(this.#sections, this.#units, this.#diagnostics);
    return this.#index;
  }

  #readStruct(name: string): DwarfStruct | undefined {
    let type = this.type(this.typeByName(name));
    for (let count = 0; type?.tag === Tag.typedef && count < maximumTypedefs; count++)
      type = this.type(type.type);
    if (type?.tag !== Tag.structureType) return undefined;
    return {
      name,
      size: type.byteSize,
      fields: new Map(type.fields.map((field) => [field.name, field.offset])),
    };
  }

  #readVariables(): DwarfVariable[] {
    const variables: DwarfVariable[] = [];
    for (const offset of this.#dies.variables) {
      const variable = this.#readVariable(offset);
      if (variable) variables.push(variable);
    }
    return variables;
  }

  #readVariable(offset: number): DwarfVariable | undefined {
    const { info } = this.#sections;
    const unit = unitAt(this.#units, offset);
    const abbreviation = unit && abbreviationAt(info, unit, offset);
    if (!unit || !abbreviation) return undefined;
    let name = '';
    let address = 0;
    let type = 0;
    let at = skipLeb(info, offset);
    for (let index = 0; index < abbreviation.forms.length && at <= unit.end; index++) {
      at = this.#reader.read(unit, abbreviation, index, at);
      const attribute = abbreviation.attributes[index];
      if (attribute === Attribute.name) name = this.#reader.text();
      else if (attribute === Attribute.location) address = this.#reader.blockAddress(unit);
      else if (attribute === Attribute.type) type = this.#reader.number;
    }
    return name === '' || address === 0 ? undefined : { name, address, type };
  }

  /** The name alone, without decoding the type. */
  #nameAt(offset: number): string {
    const { info } = this.#sections;
    const unit = unitAt(this.#units, offset);
    const abbreviation = unit && abbreviationAt(info, unit, offset);
    if (!unit || !abbreviation) return '';
    let at = skipLeb(info, offset);
    for (let index = 0; index < abbreviation.forms.length && at <= unit.end; index++) {
      at = this.#reader.read(unit, abbreviation, index, at);
      if (abbreviation.attributes[index] === Attribute.name) return this.#reader.text();
    }
    return '';
  }
}
