import { assert } from '../../base/index.ts';
import type { Dwarf } from '../../formats/index.ts';
import { newestKnownMinor, type TableVersion, tableLayout } from '../offsets/table-layout.ts';
import type { Layouts, StructLayout } from '../runtime.ts';

/**
 * Layouts from the binary's own DWARF, completed by the offset table: the linker drops the DWARF of types that
 * nothing refers to. Without DWARF the table alone.
 */
export function openLayouts(dwarf: Dwarf | undefined, version: TableVersion): Layouts {
  const known = new Map<string, StructLayout | undefined>();
  const struct = (name: string): StructLayout | undefined => {
    if (!known.has(name)) known.set(name, resolve(name, dwarf, version));
    return known.get(name);
  };
  return {
    source: dwarf ? 'dwarf' : 'table',
    struct,
    offset(name, field) {
      const offset = struct(name)?.fields.get(field);
      assert(offset !== undefined, `no layout of ${name}.${field} for go1.${version.minor}`);
      return offset;
    },
    find: (name, field) => struct(name)?.fields.get(field) ?? -1,
  };
}

/** A struct is believed from DWARF only where it is plausible: a damaged file must not give offsets of gigabytes. */
const largestStruct = 2 ** 22;

function resolve(name: string, dwarf: Dwarf | undefined, version: TableVersion): StructLayout | undefined {
  const own = dwarf?.struct(name);
  const table = tableLayout(name, version);
  if (!own || own.fields.size === 0 || own.size > largestStruct) return table;
  for (const offset of own.fields.values()) if (offset < 0 || offset > own.size) return table;
  // A field that a newer Go dropped must not come back from the table of the newest known one.
  if (!table || version.minor > newestKnownMinor) return own;
  const fields = new Map(table.fields);
  for (const [field, offset] of own.fields) fields.set(field, offset);
  return { size: own.size, fields };
}
