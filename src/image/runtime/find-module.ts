import { type Address, isAddress, u32At, u64At } from '../../base/index.ts';
import type { Elf, ElfSection } from '../../formats/index.ts';
import type { Memory } from '../memory.ts';
import type { Layouts } from '../runtime.ts';
import { decodeModule, moduleSize } from './module-data.ts';
import { scanWords } from './scan-words.ts';

interface Range {
  readonly start: Address;
  readonly end: Address;
}

/** Magic of the pclntab header: 1.18, 1.19, then 1.20 and later (internal/abi/symtab.go). */
const pclntabMagics = [0xfffffff1, 0xfffffff0];
const ptLoad = 1;
const executableFlag = 1;
const ftabOffset = 128;
const minPcOffset = 160;
const maxPcOffset = 168;

/**
 * Address of runtime.firstmoduledata: its symbol, else the word in the program's data that points to the pclntab and
 * begins a moduledata (its first field is pcHeader). Memory is searched, not the file: in a PIE the file holds zeros.
 */
export function findFirstModule(
  elf: Elf,
  loadBias: number,
  memory: Memory,
  layouts: Layouts,
): Address | undefined {
  const symbol = elf.symbol('runtime.firstmoduledata');
  if (symbol) {
    const address = symbol.address + loadBias;
    if (isModule(address, memory, layouts)) return address;
  }
  const data = dataRanges(elf, loadBias);
  for (const pclntab of pclntabCandidates(elf, loadBias, memory)) {
    for (const range of data) {
      const found = scanWords(
        memory,
        range.start,
        range.end,
        (words, index, address) =>
          words[index * 2] === pclntab % 2 ** 32 &&
          words[index * 2 + 1] === Math.floor(pclntab / 2 ** 32) &&
          isModule(address, memory, layouts),
      );
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A moduledata whose pcHeader is a pclntab and whose function table is where its text is. */
function isModule(address: Address, memory: Memory, layouts: Layouts): boolean {
  const bytes = memory.read(address, moduleSize(layouts));
  if (!bytes || bytes.length < maxPcOffset + 8) return false;
  const header = memory.read(u64At(bytes, 0), 8);
  if (!header || !isPclntabHeader(header, 0)) return false;
  const module = decodeModule(address, bytes, layouts);
  const ftab = u64At(bytes, ftabOffset);
  const minPc = u64At(bytes, minPcOffset);
  const maxPc = u64At(bytes, maxPcOffset);
  if (!module || !isAddress(ftab) || memory.read(ftab, 8) === undefined) return false;
  return minPc < maxPc && minPc >= module.text && maxPc <= module.etext + 65536;
}

/** Magic, two zeros, the instruction quantum (1 on amd64, 4 on arm64) and the pointer size. */
function isPclntabHeader(bytes: Uint8Array, offset: number): boolean {
  return (
    pclntabMagics.includes(u32At(bytes, offset)) &&
    bytes[offset + 4] === 0 &&
    bytes[offset + 5] === 0 &&
    (bytes[offset + 6] === 1 || bytes[offset + 6] === 4) &&
    bytes[offset + 7] === 8
  );
}

function* pclntabCandidates(elf: Elf, loadBias: number, memory: Memory): Iterable<Address> {
  for (const name of ['.gopclntab', '.data.rel.ro.gopclntab']) {
    const section = elf.section(name);
    if (section && section.address > 0) yield section.address + loadBias;
  }
  // No section headers, or external linking that merged the section into another one.
  for (const segment of elf.segments) {
    if (segment.type !== ptLoad) continue;
    const start = segment.address + loadBias;
    let from = start;
    for (;;) {
      const found = scanWords(memory, from, start + segment.fileSize, (words, index) => {
        const high = words[index * 2 + 1];
        return pclntabMagics.includes(words[index * 2]) && (high === 0x08010000 || high === 0x08040000);
      });
      if (found === undefined) break;
      yield found;
      from = found + 8;
    }
  }
}

/** Where a moduledata may lie, the likely sections first: `.go.module` since Go 1.26, `.noptrdata` before. */
function dataRanges(elf: Elf, loadBias: number): Range[] {
  const likely = ['.go.module', '.noptrdata', '.data', '.data.rel.ro']
    .map((name) => elf.section(name))
    .filter((section): section is ElfSection => section !== undefined && section.address > 0)
    .map((section) => ({
      start: section.address + loadBias,
      end: section.address + loadBias + section.size,
    }));
  const segments = elf.segments
    .filter((segment) => segment.type === ptLoad && (segment.flags & executableFlag) === 0)
    .map((segment) => ({
      start: segment.address + loadBias,
      end: segment.address + loadBias + segment.fileSize,
    }));
  return [...likely, ...segments];
}
