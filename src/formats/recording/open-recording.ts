import { type ByteSource, type Diagnostics, UnreadableError, utf8 } from '../../base/index.ts';
import { parseFacts, type RecordedFacts } from './facts.ts';
import { PageVersions } from './page-versions.ts';
import {
  type AbsentRange,
  decodeAbsent,
  decodeResident,
  decodeRuns,
  mostPagesASection,
  type PageRun,
  recordedPageBytes,
  recordedSpace,
  type ResidentArea,
} from './raw-content.ts';
import type { Recording } from './recording.ts';
import {
  decodeSection,
  decodeSectionHeader,
  headerBytes,
  type RecordingCodec,
  recordingVersion,
  sectionHeaderBytes,
  type SectionHeader,
  sectionKind,
  versionInHeader,
} from './sections.ts';

/** A `pages` section that has not been unpacked yet. */
interface Chunk {
  readonly offset: number;
  readonly header: SectionHeader;
}

/** In PageVersions: a page of zeros. Any other value is 1 + chunk number * mostPagesASection + place in the chunk. */
const zeroPage = 0xffff_ffff;
const mostChunks = Math.floor((zeroPage - 1) / mostPagesASection) - 1;
/** Pages that all runs together name at most (128 GiB, repeated ones counted again): a damaged run may claim any number. */
const mostListedPages = 2 ** 25;
/** Unpacked chunks that are kept, of 256 KiB at most. */
const keptChunks = 512;

export function isRecording(firstBytes: Uint8Array): boolean {
  return versionInHeader(firstBytes) !== undefined;
}

/**
 * Opens a recording; pages are unpacked when they are asked for. Throws UnreadableError where no facts can be read; what
 * is damaged or cut off besides is a diagnostic.
 */
export function openRecording(
  source: ByteSource,
  codec: RecordingCodec,
  diagnostics: Diagnostics,
): Recording {
  const version = versionInHeader(source.read(0, headerBytes));
  if (version === undefined)
    throw new UnreadableError('not-a-recording', 'it does not begin as a recording does');
  if (version !== recordingVersion) {
    throw new UnreadableError(
      'recording-version',
      `it is a recording of format ${version}, this highwater reads format ${recordingVersion}; use the highwater that wrote it`,
    );
  }
  const walk = new SectionWalk(source, codec, diagnostics);
  walk.all();
  if (!walk.facts) {
    throw new UnreadableError(
      'recording-damaged',
      'the recording is damaged or was cut off: what was recorded, and of which process, is not in it; copy it again',
    );
  }
  return new OpenRecording(walk, walk.facts);
}

/** Goes through the sections once and notes what they hold. */
class SectionWalk {
  readonly source: ByteSource;
  readonly codec: RecordingCodec;
  readonly diagnostics: Diagnostics;
  readonly tables: readonly PageVersions[] = [new PageVersions(), new PageVersions()];
  readonly chunks: Chunk[] = [];
  readonly resident: ResidentArea[] = [];
  absent: AbsentRange[] = [];
  facts: RecordedFacts | undefined;
  #listedPages = 0;
  #runs: { readonly space: number; readonly runs: readonly PageRun[] } | undefined;

  constructor(source: ByteSource, codec: RecordingCodec, diagnostics: Diagnostics) {
    this.source = source;
    this.codec = codec;
    this.diagnostics = diagnostics;
  }

  all(): void {
    const { source, codec } = this;
    for (let offset = headerBytes; ; ) {
      const bytes = source.read(offset, sectionHeaderBytes);
      const header = decodeSectionHeader(bytes, codec);
      if (!header) {
        if (bytes.length === sectionHeaderBytes) this.noteDamage();
        else this.#noteCut();
        return;
      }
      offset += sectionHeaderBytes;
      if (header.kind === sectionKind.end) return;
      if (offset + header.storedBytes > source.size) {
        this.#noteCut();
        return;
      }
      this.#take(header, offset);
      offset += header.storedBytes;
    }
  }

  noteDamage(): void {
    this.diagnostics.add(
      'recording-damaged',
      'a part of the recording is damaged and was left out; what it held is missing: copy the recording again',
    );
  }

  #noteCut(): void {
    this.diagnostics.add(
      'recording-truncated',
      `the recording ends early, at byte ${this.source.size}: what came after is missing; copy it again`,
    );
  }

  #take(header: SectionHeader, offset: number): void {
    if (header.kind === sectionKind.pages) {
      this.#takePages(header, offset);
      return;
    }
    const raw = decodeSection(header, this.source.read(offset, header.storedBytes), this.codec);
    if (!raw) {
      this.noteDamage();
      return;
    }
    switch (header.kind) {
      case sectionKind.facts:
        this.facts = parseFacts(utf8(raw)) ?? this.facts;
        return;
      case sectionKind.runs:
        this.#runs = decodeRuns(raw);
        if (!this.#runs) this.noteDamage();
        return;
      case sectionKind.resident:
        this.resident.push(...decodeResident(raw));
        return;
      case sectionKind.absent:
        this.absent = this.absent.concat(decodeAbsent(raw));
        return;
      default:
      // A kind that a later version added: what it tells is not asked for here.
    }
  }

  #takePages(header: SectionHeader, offset: number): void {
    const listed = this.#runs;
    this.#runs = undefined;
    if (!listed || this.chunks.length >= mostChunks) return;
    const table = this.tables.at(listed.space);
    this.#listedPages += listed.runs.reduce((sum, { count }) => sum + count, 0);
    const stored = listed.runs.reduce((sum, { count, isZero }) => sum + (isZero ? 0 : count), 0);
    if (!table || header.rawBytes !== stored * recordedPageBytes || this.#listedPages > mostListedPages) {
      this.noteDamage();
      return;
    }
    let value = 1 + this.chunks.length * mostPagesASection;
    this.chunks.push({ offset, header });
    for (const { first, count, isZero, turn } of listed.runs) {
      for (let index = 0; index < count; index++) {
        if (table.set(first + index, turn, isZero ? zeroPage : value)) {
          if (!isZero) value++;
          continue;
        }
        this.noteDamage();
        return;
      }
    }
  }
}

class OpenRecording implements Recording {
  readonly facts: RecordedFacts;
  readonly resident: readonly ResidentArea[];
  readonly absent: readonly AbsentRange[];
  readonly #walk: SectionWalk;
  readonly #zeros = new Uint8Array(recordedPageBytes);
  /** Unpacked chunks, the one that was asked for last at the end; undefined for a damaged one. */
  readonly #kept = new Map<number, Uint8Array | undefined>();
  #lastNumber = -1;
  #last: Uint8Array | undefined;

  constructor(walk: SectionWalk, facts: RecordedFacts) {
    this.facts = facts;
    this.resident = walk.resident;
    this.absent = walk.absent;
    this.#walk = walk;
  }

  has(space: number, page: number): boolean {
    return this.#value(space, page, 0) !== 0;
  }

  page(space: number, page: number, turn: number): Uint8Array | undefined {
    const value = this.#value(space, page, turn);
    if (value === 0) return undefined;
    if (value === zeroPage) return this.#zeros;
    const number = Math.floor((value - 1) / mostPagesASection);
    const at = ((value - 1) % mostPagesASection) * recordedPageBytes;
    return this.#chunk(number)?.subarray(at, at + recordedPageBytes);
  }

  #value(space: number, page: number, turn: number): number {
    return this.#walk.tables[space === recordedSpace.memory ? 0 : 1].get(page, turn);
  }

  #chunk(number: number): Uint8Array | undefined {
    if (number === this.#lastNumber) return this.#last;
    const isKept = this.#kept.has(number);
    const bytes = isKept ? this.#kept.get(number) : this.#unpack(number);
    this.#kept.delete(number);
    this.#kept.set(number, bytes);
    if (!isKept && this.#kept.size > keptChunks) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    }
    this.#lastNumber = number;
    this.#last = bytes;
    return bytes;
  }

  #unpack(number: number): Uint8Array | undefined {
    const { source, codec, chunks } = this.#walk;
    const { offset, header } = chunks[number];
    const raw = decodeSection(header, source.read(offset, header.storedBytes), codec);
    if (!raw) this.#walk.noteDamage();
    return raw;
  }
}
