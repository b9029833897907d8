import { type Address, type ByteSource, type Diagnostics, latin1 } from '../../base/index.ts';
import type { Inflate } from '../inflate.ts';
import type { Elf, ElfNote, ElfSection, ElfSegment, ElfSymbol } from './elf.ts';
import {
  type ElfRejection,
  type ProgramHeader,
  readElfHeader,
  readSections,
  readSegments,
} from './elf-header.ts';
import { maximumNotes, parseNotes } from './elf-notes.ts';
import { readSectionContent } from './section-content.ts';
import { SymbolTable } from './symbol-table.ts';

export type { ElfRejection } from './elf-header.ts';

export interface OpenElfOptions {
  readonly inflate: Inflate;
  readonly diagnostics: Diagnostics;
}

const loadType = 1;
const noteType = 4;
const noteSectionType = 7;
/** A thread's notes take some kilobytes; a core of 100,000 threads stays below this. */
const maximumNoteBytes = 2 ** 30;

/** Reads the headers of an ELF file; content is read when it is asked for. Test for a rejection with `'rejected' in`. */
export function openElf(source: ByteSource, options: OpenElfOptions): Elf | ElfRejection {
  const header = readElfHeader(source);
  if ('rejected' in header) return header;
  const segments = readSegments(source, header, options.diagnostics);
  const sections = readSections(source, header, options.diagnostics);
  if (segments.length === 0 && sections.length === 0) {
    return {
      rejected: 'elf-damaged',
      message: 'the ELF file has neither program nor section headers that can be read',
    };
  }
  const end = segments.reduce((most, segment) => Math.max(most, segment.fileOffset + segment.fileSize), 0);
  if (end > source.size) {
    options.diagnostics.add(
      'elf-truncated',
      `The file ends at byte ${source.size} but its headers describe ${end} bytes; what lies past the end is not seen.`,
    );
  }
  return new ElfFile(source, header.type, header.machine, segments, sections, options);
}

class ElfFile implements Elf {
  readonly type: number;
  readonly machine: number;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
  readonly #source: ByteSource;
  readonly #options: OpenElfOptions;
  readonly #programHeaders: readonly ProgramHeader[];
  /** PT_LOAD segments by address, with content in the file. */
  readonly #loads: readonly ElfSegment[];
  readonly #sectionsByName = new Map<string, ElfSection>();
  readonly #contents = new Map<string, Uint8Array>();
  #symbols: SymbolTable | undefined;
  #notes: readonly ElfNote[] | undefined;

  constructor(
    source: ByteSource,
    type: number,
    machine: number,
    segments: readonly ProgramHeader[],
    sections: readonly ElfSection[],
    options: OpenElfOptions,
  ) {
    this.#source = source;
    this.#options = options;
    this.type = type;
    this.machine = machine;
    this.segments = segments;
    this.#programHeaders = segments;
    this.sections = sections;
    this.#loads = segments
      .filter((segment) => segment.type === loadType && segment.fileSize > 0)
      .sort((left, right) => left.address - right.address);
    for (const section of sections) {
      if (!this.#sectionsByName.has(section.name)) this.#sectionsByName.set(section.name, section);
    }
  }

  section(name: string): ElfSection | undefined {
    return this.#sectionsByName.get(name);
  }

  sectionBytes(name: string): Uint8Array {
    const known = this.#contents.get(name);
    if (known) return known;
    const section = this.section(name) ?? this.section(name.replace(/^\.debug_/, '.zdebug_'));
    const content = section
      ? readSectionContent(this.#source, section, this.#options.inflate, this.#options.diagnostics)
      : new Uint8Array(0);
    this.#contents.set(name, content);
    return content;
  }

  symbol(name: string): ElfSymbol | undefined {
    this.#symbols ??= new SymbolTable(this.sectionBytes('.symtab'), this.sectionBytes('.strtab'));
    return this.#symbols.find(name);
  }

  notes(): readonly ElfNote[] {
    this.#notes ??= this.#readNotes();
    return this.#notes;
  }

  get buildId(): string {
    const note = this.notes().find(({ owner, type }) => owner === 'GNU' && type === 3);
    if (!note) return '';
    return Array.from(note.bytes.subarray(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  get goBuildId(): string {
    const note = this.notes().find(({ owner, type }) => owner === 'Go' && type === 4);
    return note ? latin1(note.bytes.subarray(0, 1024)) : '';
  }

  readAt(address: Address, length: number): Uint8Array | undefined {
    const segment = this.#loadAt(address);
    if (!segment || length < 0) return undefined;
    const offset = address - segment.address;
    if (offset + length > segment.fileSize) return undefined;
    const bytes = this.#source.read(segment.fileOffset + offset, length);
    return bytes.length === length ? bytes : undefined;
  }

  /** The last PT_LOAD that begins at or below the address. */
  #loadAt(address: Address): ElfSegment | undefined {
    let low = 0;
    let high = this.#loads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#loads[middle].address <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? this.#loads[low - 1] : undefined;
  }

  #readNotes(): ElfNote[] {
    const places = this.#programHeaders
      .filter((segment) => segment.type === noteType)
      .map(({ fileOffset, fileSize, alignment }) => ({ fileOffset, byteCount: fileSize, alignment }));
    const inPlaces = (offset: number): boolean =>
      places.some((place) => offset >= place.fileOffset && offset < place.fileOffset + place.byteCount);
    for (const { type, fileOffset, size } of this.sections) {
      if (type === noteSectionType && !inPlaces(fileOffset)) {
        places.push({ fileOffset, byteCount: size, alignment: 4 });
      }
    }
    const notes: ElfNote[] = [];
    let byteCount = 0;
    for (const place of places) {
      const length = Math.min(place.byteCount, this.#source.size - place.fileOffset);
      byteCount += Math.max(0, length);
      if (byteCount > maximumNoteBytes || notes.length >= maximumNotes) {
        this.#options.diagnostics.add(
          'elf-notes-too-large',
          'The notes of the file claim over 1 GiB or a million notes; the rest is not read.',
        );
        break;
      }
      if (length <= 0) continue;
      for (const note of parseNotes(this.#source.read(place.fileOffset, length), place.alignment))
        notes.push(note);
    }
    return notes;
  }
}
