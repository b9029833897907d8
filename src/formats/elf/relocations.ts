import { type Address, u32At, u64At } from '../../base/index.ts';
import type { Elf } from './elf.ts';

/** Words that the loader of a PIE writes, by ELF address: load bias plus addend. */
export interface RelativeRelocations {
  /** Ascending. */
  readonly addresses: Float64Array;
  readonly addends: Float64Array;
}

const dynamicType = 2;
const tableTag = 7;
const tableBytesTag = 8;
const entryBytes = 24;
const mostDynamicBytes = 65536;
/** The largest Go programs have some hundred thousand. */
const mostEntries = 2 ** 24;
/** R_X86_64_RELATIVE, R_AARCH64_RELATIVE. */
const relativeTypes = new Map([
  [62, 8],
  [183, 1027],
]);

/** The relocations of DT_RELA that need no symbol: a PIE's types and module data are full of them. */
export function readRelativeRelocations(elf: Elf): RelativeRelocations {
  const { table, byteCount } = findTable(elf);
  const count = Math.min(mostEntries, Math.floor(byteCount / entryBytes));
  const bytes = count > 0 ? elf.readAt(table, count * entryBytes) : undefined;
  const found: { address: Address; addend: number }[] = [];
  for (let index = 0; bytes && index < count; index++) {
    const at = index * entryBytes;
    if (u32At(bytes, at + 8) !== relativeTypes.get(elf.machine)) continue;
    found.push({ address: u64At(bytes, at), addend: u64At(bytes, at + 16) });
  }
  found.sort((a, b) => a.address - b.address);
  return {
    addresses: Float64Array.from(found, ({ address }) => address),
    addends: Float64Array.from(found, ({ addend }) => addend),
  };
}

function findTable(elf: Elf): { readonly table: Address; readonly byteCount: number } {
  const dynamic = elf.segments.find(({ type }) => type === dynamicType);
  const size = Math.min(dynamic?.fileSize ?? 0, mostDynamicBytes);
  const bytes = dynamic && elf.readAt(dynamic.address, size);
  let table = 0;
  let byteCount = 0;
  for (let at = 0; bytes && at + 16 <= bytes.length; at += 16) {
    const tag = u64At(bytes, at);
    if (tag === tableTag) table = u64At(bytes, at + 8);
    else if (tag === tableBytesTag) byteCount = u64At(bytes, at + 8);
  }
  return { table, byteCount };
}
