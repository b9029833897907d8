import { littleEndian, text, u16, u32, u64, uleb } from './byte-writer.ts';
import { elfFile } from './elf-file.ts';
import { openedElf } from './go-binary.ts';
import { Diagnostics } from '../../base/index.ts';
import { type Dwarf, openDwarf } from '../index.ts';

/** Attribute, form, bytes of the value; for DW_FORM_implicit_const (0x21) the bytes go into the abbreviation. */
export type TestAttribute = readonly [attribute: number, form: number, value: readonly number[]];

export interface TestDie {
  readonly tag: number;
  readonly attributes: readonly TestAttribute[];
  readonly children?: readonly TestDie[];
}

export interface TestUnit {
  readonly version?: number;
  readonly wide?: boolean;
  /** DWARF 5 unit type with what follows the header: 0x01 compile, 0x02 type, 0x03 partial. */
  readonly unitType?: number;
  readonly language?: number;
  readonly rootAttributes?: readonly TestAttribute[];
  readonly dies: readonly TestDie[];
}

export interface TestDwarf {
  readonly dwarf: Dwarf | undefined;
  readonly diagnostics: Diagnostics;
}

/** Writes .debug_info and .debug_abbrev by DWARF 5 §7.5 and opens them; each DIE has an abbreviation of its own. */
export function openUnits(
  units: readonly TestUnit[],
  sections: Readonly<Record<string, readonly number[]>> = {},
): TestDwarf {
  const abbreviations: number[] = [];
  const info: number[] = [];
  for (const unit of units) {
    const abbreviationOffset = abbreviations.length;
    const table: number[] = [];
    const root: TestDie = {
      tag: 0x11,
      attributes: [[0x13, 0x0b, [unit.language ?? 0x16]], ...(unit.rootAttributes ?? [])],
      children: unit.dies,
    };
    const dies = writeDie(root, { count: 0, table });
    abbreviations.push(...table, 0);
    info.push(...header(unit, abbreviationOffset, dies.length), ...dies);
  }
  const all = { '.debug_info': info, '.debug_abbrev': abbreviations, ...sections };
  const diagnostics = new Diagnostics();
  const file = elfFile({
    sections: Object.entries(all).map(([name, bytes]) => ({ name, bytes: Uint8Array.from(bytes) })),
  });
  return { dwarf: openDwarf(openedElf(file, diagnostics), diagnostics), diagnostics };
}

function header(unit: TestUnit, abbreviationOffset: number, dieBytes: number): number[] {
  const { version = 5, wide = false, unitType = 1 } = unit;
  const offset = littleEndian(abbreviationOffset, wide ? 8 : 4);
  const typeUnitFields = unitType === 2 ? [...u64(0x1234), ...littleEndian(0, wide ? 8 : 4)] : [];
  const rest = version === 5 ? [unitType, 8, ...offset, ...typeUnitFields] : [...offset, 8];
  const length = 2 + rest.length + dieBytes;
  return [...(wide ? [...u32(0xffffffff), ...u64(length)] : u32(length)), ...u16(version), ...rest];
}

function writeDie(die: TestDie, state: { count: number; table: number[] }): number[] {
  const code = ++state.count;
  state.table.push(...uleb(code), ...uleb(die.tag), die.children ? 1 : 0);
  const bytes = uleb(code);
  for (const [attribute, form, value] of die.attributes) {
    state.table.push(...uleb(attribute), ...uleb(form));
    (form === 0x21 ? state.table : bytes).push(...value);
  }
  state.table.push(0, 0);
  for (const child of die.children ?? []) bytes.push(...writeDie(child, state));
  if (die.children) bytes.push(0);
  return bytes;
}

/** DW_TAG_structure_type with a name, a size of 77, and these attributes before both. */
export function structAfter(
  name: string,
  attributes: readonly TestAttribute[],
  children?: readonly TestDie[],
): TestDie {
  const all: TestAttribute[] = [...attributes, [0x03, 0x08, text(name)], [0x0b, 0x0f, [77]]];
  return children ? { tag: 0x13, attributes: all, children } : { tag: 0x13, attributes: all };
}
