import fs from 'node:fs';
import { Diagnostics } from '../../base/index.ts';
import {
  type Dwarf,
  type Elf,
  findFunctionTable,
  openDwarf,
  openFunctionTable,
  readBuildInfo,
} from '../index.ts';
import { openedElf, type OracleFacts, oracleFacts } from './go-binary.ts';

/** One binary, read by this layer and by Go's own packages: the two must be equal. */
export interface Comparison {
  readonly ours: Facts;
  readonly go: Facts;
}

interface Facts {
  readonly elf: unknown;
  readonly buildInfo: unknown;
  readonly functions: readonly unknown[];
  readonly dwarf: unknown;
  readonly diagnostics: readonly unknown[];
}

export function compareWithGo(binary: string): Comparison {
  const facts = oracleFacts(binary);
  const diagnostics = new Diagnostics();
  const elf = openedElf(fs.readFileSync(binary), diagnostics);
  const info = readBuildInfo(elf);
  const dwarf = openDwarf(elf, diagnostics);
  const settings = Object.fromEntries(info?.settings ?? []);
  return {
    ours: {
      elf: elfOf(elf, facts),
      buildInfo: { goVersion: info?.goVersion, modulePath: info?.modulePath, settings },
      functions: functionsOf(elf, facts),
      dwarf: dwarf && dwarfOf(dwarf, facts),
      diagnostics: diagnostics.list(),
    },
    go: {
      elf: {
        machine: facts.Machine,
        segmentCount: facts.Segments,
        buildId: facts.BuildId,
        sections: facts.Sections.map(({ Name, Address }) => ({ name: Name, address: Address })),
        symbols: (facts.Symbols ?? []).map(({ Name, Address, Size }) => ({
          name: Name,
          address: Address,
          size: Size,
        })),
      },
      buildInfo: {
        goVersion: facts.GoVersion.split(' ')[0],
        modulePath: facts.Module,
        settings: facts.Settings,
      },
      functions: facts.Functions.map(({ Entry, Name, File, Line }) => ({
        entry: Entry,
        name: Name,
        position: positionOf(File, Line),
      })),
      dwarf: facts.Types === null ? undefined : dwarfOfGo(facts),
      diagnostics: [],
    },
  };
}

function elfOf(elf: Elf, facts: OracleFacts): unknown {
  return {
    machine: elf.machine,
    segmentCount: elf.segments.length,
    buildId: elf.buildId,
    sections: elf.sections.map(({ name, address }) => ({ name, address })),
    symbols: (facts.Symbols ?? []).map(({ Name }) => elf.symbol(Name)),
  };
}

function functionsOf(elf: Elf, facts: OracleFacts): unknown[] {
  const address = findFunctionTable(elf);
  const read = elf.readAt.bind(elf);
  const table = openFunctionTable({ address, textStart: facts.TextStart, read });
  return facts.Functions.map(({ Pc }) => ({
    entry: table?.entryOf(Pc),
    name: table?.nameOf(Pc),
    position: table?.lineOf(Pc),
  }));
}

/** gosym gives no file or '?' for what it cannot tell. */
function positionOf(file: string, line: number): { file: string; line: number } | undefined {
  return file === '?' || file === '' || line <= 0 ? undefined : { file, line };
}

/** Asks for every type, name and closure that Go knows of. */
function dwarfOf(dwarf: Dwarf, facts: OracleFacts): unknown {
  const types = facts.Types ?? [];
  return {
    types: types.map(({ Offset }) => dwarf.type(Offset)),
    namesFound: types.map(({ Name }) => dwarf.type(dwarf.typeByName(Name))?.name),
    runtimeTypesFound: types.map(
      ({ RuntimeType }) => dwarf.type(dwarf.typeByRuntimeType(RuntimeType))?.runtimeType ?? 0,
    ),
    variables: [...dwarf.variables()].sort(byAddress),
    captures: functionsWithCaptures(facts).map((address) => ({ address, captures: dwarf.captures(address) })),
  };
}

function dwarfOfGo(facts: OracleFacts): unknown {
  const types = facts.Types ?? [];
  return {
    types: types.map((type) => ({
      offset: type.Offset,
      tag: type.Tag,
      name: type.Name,
      byteSize: type.ByteSize,
      type: type.Type,
      fields: type.Fields.map(({ Name, Offset, Type, Embedded }) => ({
        name: Name,
        offset: Offset,
        type: Type,
        embedded: Embedded,
      })),
      count: type.Count,
      goKind: type.Kind,
      goKey: type.Key,
      goElem: type.Elem,
      runtimeType: type.RuntimeType,
    })),
    namesFound: types.map(({ Name }) => Name),
    runtimeTypesFound: types.map(({ RuntimeType }) => RuntimeType),
    variables: (facts.Variables ?? [])
      .map(({ Name, Address, Type }) => ({ name: Name, address: Address, type: Type }))
      .sort(byAddress),
    captures: functionsWithCaptures(facts).map((address) => ({
      address,
      captures: (facts.Captures ?? [])
        .filter((capture) => capture.Function === address)
        .map(({ Name, Offset, Type }) => ({ name: Name, offset: Offset, type: Type })),
    })),
  };
}

function functionsWithCaptures(facts: OracleFacts): number[] {
  return [...new Set((facts.Captures ?? []).map((capture) => capture.Function))];
}

interface Placed {
  readonly address: number;
  readonly name: string;
}

function byAddress(left: Placed, right: Placed): number {
  return left.address - right.address || (left.name < right.name ? -1 : 1);
}
