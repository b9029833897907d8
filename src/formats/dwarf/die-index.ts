import type { Diagnostics } from '../../base/index.ts';
import type { Abbreviation } from './abbreviations.ts';
import { AttributeReader } from './attribute-reader.ts';
import { Attribute, Tag } from './constants.ts';
import type { DebugSections } from './sections.ts';
import { readUleb, skipAttributes, skipChildren, skipLeb } from './skip.ts';
import type { Unit } from './units.ts';

/** Section offsets of the DIEs at the top level of all Go units, in columns. */
export interface DieIndex {
  readonly types: Uint32Array;
  /** `hashBytes` of each type's name, beside `types`. */
  readonly typeNameHashes: Uint32Array;
  /** DW_AT_go_runtime_type of each type, 0 where none, beside `types`. */
  readonly runtimeTypes: Float64Array;
  /** 1 where the type is a bare name for another type (cmd/link's dotypedef), beside `types`. */
  readonly isAlias: Uint8Array;
  readonly variables: Uint32Array;
  /** Functions that have code. */
  readonly functions: Uint32Array;
}

const typeTags: ReadonlySet<number> = new Set([
  Tag.arrayType,
  Tag.pointerType,
  Tag.structureType,
  Tag.subroutineType,
  Tag.typedef,
  Tag.unionType,
  Tag.baseType,
  Tag.unspecifiedType,
]);

export function isTypeTag(tag: number): boolean {
  return typeTags.has(tag);
}

/** One pass over the Go units; C units are passed over by their length, and function bodies are skipped. */
export function indexDies(
  sections: DebugSections,
  units: readonly Unit[],
  diagnostics: Diagnostics,
): DieIndex {
  const pass = new IndexPass(sections);
  for (const unit of units) {
    if (unit.isGo && !pass.addUnit(unit)) {
      diagnostics.add(
        'dwarf-damaged',
        'A unit of .debug_info is damaged; its types and variables after the damage are missing.',
      );
    }
  }
  return pass.finish();
}

class IndexPass {
  readonly #info: Uint8Array;
  readonly #reader: AttributeReader;
  readonly #types: number[] = [];
  readonly #hashes: number[] = [];
  readonly #runtimeTypes: number[] = [];
  readonly #aliases: number[] = [];
  readonly #variables: number[] = [];
  readonly #functions: number[] = [];

  constructor(sections: DebugSections) {
    this.#info = sections.info;
    this.#reader = new AttributeReader(sections);
  }

  /** False where the unit is damaged; what was found before the damage is kept. */
  addUnit(unit: Unit): boolean {
    const info = this.#info;
    const { end, abbreviations } = unit;
    const root = abbreviations[readUleb(info, unit.rootOffset)];
    if (!root) return false;
    if (!root.hasChildren) return true;
    let at = skipAttributes(info, skipLeb(info, unit.rootOffset), end, root.skips, unit);
    while (at < end) {
      const offset = at;
      const code = readUleb(info, at);
      if (code === 0) return true;
      const abbreviation = abbreviations[code];
      if (!abbreviation) return false;
      at = skipLeb(info, at);
      const after = skipAttributes(info, at, end, abbreviation.skips, unit);
      if (after > end) return false;
      if (abbreviation.tag === Tag.variable) this.#variables.push(offset);
      else if (abbreviation.tag === Tag.subprogram) {
        if (abbreviation.hasLowPc) this.#functions.push(offset);
      } else if (typeTags.has(abbreviation.tag)) this.#addType(unit, abbreviation, offset, at);
      at = abbreviation.hasChildren ? skipChildren(info, after, end, abbreviations, unit) : after;
    }
    // A unit without terminator ends exactly at its end.
    return at === end;
  }

  finish(): DieIndex {
    return {
      types: Uint32Array.from(this.#types),
      typeNameHashes: Uint32Array.from(this.#hashes),
      runtimeTypes: Float64Array.from(this.#runtimeTypes),
      isAlias: Uint8Array.from(this.#aliases),
      variables: Uint32Array.from(this.#variables),
      functions: Uint32Array.from(this.#functions),
    };
  }

  #addType(unit: Unit, abbreviation: Abbreviation, offset: number, start: number): void {
    const reader = this.#reader;
    let at = start;
    let hash = 0;
    let runtimeType = 0;
    for (let index = 0; index < abbreviation.forms.length; index++) {
      at = reader.read(unit, abbreviation, index, at);
      const attribute = abbreviation.attributes[index];
      if (attribute === Attribute.name) hash = hashText(reader.textBytes, reader.textAt);
      else if (attribute === Attribute.goRuntimeType) runtimeType = reader.number;
    }
    this.#types.push(offset);
    this.#hashes.push(hash);
    this.#runtimeTypes.push(runtimeType);
    this.#aliases.push(abbreviation.tag === Tag.typedef && !abbreviation.hasGoKind ? 1 : 0);
  }
}

/** FNV-1a over the bytes up to a NUL. */
export function hashText(bytes: Uint8Array, start: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < bytes.length && bytes[at] !== 0; at++)
    hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash >>> 0;
}
