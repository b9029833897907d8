import { type Address, type Diagnostics, formatAddress, i32At, isAddress, u64At } from '../../base/index.ts';
import type { Dwarf } from '../../formats/index.ts';
import type { Memory } from '../memory.ts';
import type { GoModule, Runtime } from '../runtime.ts';
import { shortSymbol } from '../types/dwarf-name.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';
import { SharedNames } from './shared-names.ts';

const pieceBytes = 2 ** 20;
/** Words without a variable that are groups of their own; the rest of a segment shares one. */
const namedWordLimit = 100_000;

const tagPointer = 0x0f;
const tagTypedef = 0x16;
const mostTypedefs = 16;

/** A stretch of data or bss and whose it is. */
export interface Extent {
  readonly start: Address;
  readonly end: Address;
  readonly name: string;
}

/**
 * The pointers in data and bss of every module, by the masks that the collector itself uses (moduledata.gcdatamask and
 * gcbssmask, runtime/symtab.go, one bit a word, filled when the program starts). A group a package variable where DWARF
 * names them or `owners` says whose a stretch is, else a word.
 */
export function* segmentRoots(
  runtime: Runtime,
  memory: Memory,
  diagnostics: Diagnostics,
  owners?: readonly Extent[],
): Generator<RootGroup> {
  const extents = withoutOverlaps(owners ?? variableExtents(runtime));
  const shared = new SharedNames(extents);
  for (const module of runtime.modules) {
    for (const [name, start, end] of [
      ['data', module.data, module.edata],
      ['bss', module.bss, module.ebss],
    ] as const) {
      const known = module === runtime.modules[0] ? runtime.dump?.[name]?.pointerMask : undefined;
      const mask = known ?? readMask(runtime, memory, module, `gc${name}mask`, end - start);
      if (!mask)
        diagnostics.add(
          'root-mask-missing',
          'The pointer mask of a data segment cannot be read; each of its words is taken for a pointer.',
        );
      yield* shared.joined(groupsOf(memory, { name, start, end }, mask, extents, diagnostics));
    }
  }
  yield* shared.rest();
}

function* groupsOf(
  memory: Memory,
  segment: Extent,
  mask: Uint8Array | undefined,
  extents: readonly Extent[],
  diagnostics: Diagnostics,
): Generator<RootGroup> {
  const rank = mask ? rootRank.exact : rootRank.conservative;
  const list = new PointerList();
  let next = extents.findIndex(({ end }) => end > segment.start);
  if (next < 0) next = extents.length;
  let named = 0;
  let open: Extent | undefined;
  const close = (): RootGroup | undefined =>
    open && list.count > 0
      ? { kind: 'variable', name: open.name, address: open.start, rank, pointers: list.take() }
      : undefined;
  for (let from = segment.start; from < segment.end; from += pieceBytes) {
    const bytes = memory.read(from, Math.min(pieceBytes, segment.end - from));
    if (!bytes) {
      diagnostics.add('root-segment-unreadable', 'A part of the package variables cannot be read.');
      continue;
    }
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      const word = (from - segment.start + at) / 8;
      if (mask && ((mask[word >> 3] >> (word & 7)) & 1) === 0) continue;
      const pointer = u64At(bytes, at);
      if (!isAddress(pointer)) continue;
      const address = from + at;
      if (!open || address >= open.end) {
        const done = close();
        if (done) yield done;
        while (next < extents.length && extents[next].end <= address) next++;
        const variable = extents[next];
        open =
          variable && variable.start <= address ? variable : wordExtent(segment, address, named++, variable);
      }
      list.add(pointer);
    }
  }
  const last = close();
  if (last) yield last;
}

/** A word that belongs to no known variable; beyond the limit all that is left up to the next variable. */
function wordExtent(segment: Extent, address: Address, named: number, next: Extent | undefined): Extent {
  const end = named < namedWordLimit ? address + 8 : Math.min(segment.end, next?.start ?? segment.end);
  return { start: address, end, name: `${segment.name}+${formatAddress(address - segment.start)}` };
}

/** Package variables as DWARF has them. */
export function variableExtents(runtime: Runtime): Extent[] {
  const { dwarf, loadBias } = runtime;
  const extents: Extent[] = [];
  for (const { name, address, type } of dwarf?.variables() ?? []) {
    const byteSize = dwarf ? sizeOf(dwarf, type) : 0;
    if (byteSize > 0)
      extents.push({
        start: address + loadBias,
        end: address + loadBias + byteSize,
        name: shortSymbol(name),
      });
  }
  return extents;
}

/** By address; of two that overlap the first stays. */
function withoutOverlaps(extents: readonly Extent[]): Extent[] {
  let end = 0;
  return extents
    .toSorted((a, b) => a.start - b.start)
    .filter((extent) => {
      if (extent.start < end) return false;
      end = extent.end;
      return true;
    });
}

/** Bytes of a variable; DWARF gives pointers, and the names of pointers, no size of their own. */
function sizeOf(dwarf: Dwarf, offset: number): number {
  let type = dwarf.type(offset);
  for (let turn = 0; type && type.byteSize === 0 && turn < mostTypedefs; turn++) {
    if (type.tag !== tagTypedef) return type.tag === tagPointer ? 8 : 0;
    type = dwarf.type(type.type);
  }
  return type?.byteSize ?? 0;
}

/** A runtime.bitvector {n int32, bytedata *uint8}; undefined unless it describes the segment. */
function readMask(
  { layouts }: Runtime,
  memory: Memory,
  module: GoModule,
  field: string,
  segmentBytes: number,
): Uint8Array | undefined {
  const offset = layouts.find('runtime.moduledata', field);
  const vector = offset < 0 ? undefined : memory.read(module.address + offset, 16);
  if (!vector) return undefined;
  const bitCount = i32At(vector, 0);
  // The mask covers the segment to its last pointer; a segment without any has no mask at all.
  if (bitCount < 0 || bitCount * 8 > segmentBytes + 8) return undefined;
  const whole = new Uint8Array((segmentBytes >> 6) + 2);
  if (bitCount === 0) return whole;
  const data = u64At(vector, 8);
  const bits = isAddress(data) ? memory.read(data, (bitCount + 7) >> 3) : undefined;
  if (!bits) return undefined;
  whole.set(bits);
  return whole;
}
