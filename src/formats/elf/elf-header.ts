import { type ByteSource, type Diagnostics, latin1, u16At, u32At, u64At } from '../../base/index.ts';
import type { ElfSection, ElfSegment } from './elf.ts';

const headerBytes = 64;
const segmentBytes = 56;
const sectionBytes = 64;
/** A process has at most vm.max_map_count mappings (65530 by default; databases raise it to 262144). */
const maximumSegments = 1 << 20;
const maximumSections = 1 << 20;
/** e_phnum of a file with more than 65534 program headers: section 0 holds the count in sh_info (elf(5)). */
const manySegments = 0xffff;
const nobitsType = 8;

export interface ElfHeader {
  readonly type: number;
  readonly machine: number;
  readonly segmentOffset: number;
  readonly segmentStride: number;
  readonly segmentCount: number;
  readonly sectionOffset: number;
  readonly sectionStride: number;
  readonly sectionCount: number;
  readonly sectionNamesIndex: number;
}

/** One program header with the field that the contract's segment leaves out. */
export interface ProgramHeader extends ElfSegment {
  /** p_align; 8 in a PT_NOTE means that its notes are padded to 8 bytes. */
  readonly alignment: number;
}

export interface ElfRejection {
  readonly rejected: 'not-elf' | 'elf-32-bit' | 'elf-big-endian' | 'elf-damaged';
  /** One line for the user. */
  readonly message: string;
}

/** The file header of elf(5), 64 bits little-endian, or why this is none. */
export function readElfHeader(source: ByteSource): ElfHeader | ElfRejection {
  const bytes = source.read(0, headerBytes);
  if (bytes.length < 4 || u32At(bytes, 0) !== 0x464c457f) {
    return { rejected: 'not-elf', message: 'not an ELF file' };
  }
  if (bytes[4] === 1) return { rejected: 'elf-32-bit', message: 'a 32-bit ELF file; only 64-bit is read' };
  if (bytes[5] === 2) {
    return { rejected: 'elf-big-endian', message: 'a big-endian ELF file; only little-endian is read' };
  }
  if (bytes.length < headerBytes || bytes[4] !== 2 || bytes[5] !== 1) {
    return { rejected: 'elf-damaged', message: 'the ELF header is damaged or cut off' };
  }
  const first = readFirstSection(source, u64At(bytes, 40), u16At(bytes, 58));
  const segmentCount = u16At(bytes, 56);
  const sectionCount = u16At(bytes, 60);
  const sectionNamesIndex = u16At(bytes, 62);
  return {
    type: u16At(bytes, 16),
    machine: u16At(bytes, 18),
    segmentOffset: u64At(bytes, 32),
    segmentStride: u16At(bytes, 54),
    segmentCount: segmentCount === manySegments && first ? first.info : segmentCount,
    sectionOffset: u64At(bytes, 40),
    sectionStride: u16At(bytes, 58),
    sectionCount: sectionCount === 0 && first ? first.size : sectionCount,
    sectionNamesIndex: sectionNamesIndex === 0xffff && first ? first.link : sectionNamesIndex,
  };
}

/** Section 0 is empty and lends its fields to counts that do not fit the header (elf(5): e_phnum, e_shnum, e_shstrndx). */
function readFirstSection(
  source: ByteSource,
  offset: number,
  stride: number,
): { size: number; link: number; info: number } | undefined {
  if (offset === 0 || stride < sectionBytes) return undefined;
  const bytes = source.read(offset, sectionBytes);
  if (bytes.length < sectionBytes) return undefined;
  return { size: u64At(bytes, 32), link: u32At(bytes, 40), info: u32At(bytes, 44) };
}

export function readSegments(
  source: ByteSource,
  header: ElfHeader,
  diagnostics: Diagnostics,
): ProgramHeader[] {
  const { segmentOffset: offset, segmentStride: stride } = header;
  const bytes = readTable(source, offset, stride, header.segmentCount, segmentBytes, maximumSegments);
  const count = bytes ? Math.floor(bytes.length / stride) : 0;
  if (count < header.segmentCount) {
    diagnostics.add(
      'elf-segments-missing',
      `Only ${count} of ${header.segmentCount} program headers can be read; memory they describe is not seen.`,
    );
  }
  const segments: ProgramHeader[] = [];
  if (!bytes) return segments;
  for (let at = 0; segments.length < count; at += stride) {
    segments.push({
      type: u32At(bytes, at),
      flags: u32At(bytes, at + 4),
      fileOffset: u64At(bytes, at + 8),
      address: u64At(bytes, at + 16),
      fileSize: u64At(bytes, at + 32),
      memorySize: u64At(bytes, at + 40),
      alignment: u64At(bytes, at + 48),
    });
  }
  return segments;
}

/**
 * Sections, or none where the table is missing: sstrip removes it, and a truncated core lost it with its end. Cores use
 * section 0 for counts alone, so for them a table that cannot be read is no news.
 */
export function readSections(source: ByteSource, header: ElfHeader, diagnostics: Diagnostics): ElfSection[] {
  if (header.sectionOffset === 0 || header.sectionCount === 0) return [];
  const stride = header.sectionStride;
  const table = readTable(
    source,
    header.sectionOffset,
    stride,
    header.sectionCount,
    sectionBytes,
    maximumSections,
  );
  const count = table ? Math.floor(table.length / stride) : 0;
  if (count < header.sectionCount && header.type !== 4) {
    diagnostics.add(
      'elf-sections-missing',
      `Only ${count} of ${header.sectionCount} section headers can be read; symbols and debug information may be lost.`,
    );
  }
  if (!table) return [];
  const names = readNames(source, table, stride, header.sectionNamesIndex);
  const sections: ElfSection[] = [];
  for (let at = 0; sections.length < count; at += stride) {
    sections.push({
      name: nameAt(names, u32At(table, at)),
      type: u32At(table, at + 4),
      flags: u64At(table, at + 8),
      address: u64At(table, at + 16),
      fileOffset: u64At(table, at + 24),
      size: u64At(table, at + 32),
    });
  }
  return sections;
}

/** As many whole entries as the file holds; undefined where the stride is too small for one. */
function readTable(
  source: ByteSource,
  offset: number,
  stride: number,
  count: number,
  minimumStride: number,
  maximumCount: number,
): Uint8Array | undefined {
  if (stride < minimumStride || offset >= source.size || count > maximumCount) return undefined;
  const length = Math.min(count * stride, source.size - offset);
  return source.read(offset, length - (length % stride));
}

function readNames(source: ByteSource, table: Uint8Array, stride: number, index: number): Uint8Array {
  const at = index * stride;
  if (at + sectionBytes > table.length || u32At(table, at + 4) === nobitsType) return new Uint8Array(0);
  const offset = u64At(table, at + 24);
  // Names of even the largest binaries take some kilobytes; 16 MiB bounds a damaged size.
  const length = Math.min(u64At(table, at + 32), 1 << 24, Math.max(0, source.size - offset));
  return length > 0 ? source.read(offset, length) : new Uint8Array(0);
}

function nameAt(names: Uint8Array, offset: number): string {
  if (offset >= names.length) return '';
  const end = names.indexOf(0, offset);
  // A section name is short; the limit keeps damaged tables from making long strings.
  return latin1(names.subarray(offset, Math.min(end < 0 ? names.length : end, offset + 256)));
}
