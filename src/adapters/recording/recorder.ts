import os from 'node:os';
import { type Address, assert, type ByteSource, type Diagnostic } from '../../base/index.ts';
import {
  encodeAbsent,
  encodeResident,
  mostAreaPages,
  PageCollector,
  type RawSection,
  type RecordedFacts,
  recordedPageBytes,
  recordedSpace,
  type ResidentArea,
  sectionKind,
} from '../../formats/index.ts';
import type { AddressSpace, ImageEvidence, Memory, Region, ThreadRegisters } from '../../image/index.ts';
import type { ProcessCgroup } from '../cgroup/read-cgroup.ts';
import type { NewFile } from '../file/new-file.ts';
import { PageKeeper } from './page-keeper.ts';
import { recordingCodec } from './recording-codec.ts';
import { RecordingFile } from './recording-file.ts';

/** What the recorder is told beside the evidence. */
export interface RecordedTarget {
  readonly isFrozen: boolean;
  readonly rssBytes: number | undefined;
  readonly cgroup: ProcessCgroup | null;
  readonly redacted: boolean;
}

interface AddressRange {
  readonly start: Address;
  readonly end: Address;
}

/** How it stood with the target when all was read. */
export interface RecordedEnd {
  readonly ended: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a recording holds, in bytes; pages of zeros count as pages. */
export interface RecordedSizes {
  readonly fileBytes: number;
  readonly memoryBytes: number;
  readonly executableBytes: number;
  /** More was read than a recording can hold. */
  readonly isFull: boolean;
}

/**
 * Evidence that remembers everything that is read through it. Time and threads are asked of the target once; of the
 * resident pages, as of the memory itself, the last answer is kept.
 */
export class Recorder implements ImageEvidence {
  readonly kind: ImageEvidence['kind'];
  readonly pid: number;
  readonly executablePath: string;
  readonly inflate: ImageEvidence['inflate'];
  readonly memory: RecordingMemory;
  readonly executable: ByteSource;
  readonly #evidence: ImageEvidence;
  readonly #target: RecordedTarget;
  readonly #recordedAt = new Date().toISOString();
  readonly #file: RecordingFile;
  readonly #memoryPages: PageCollector;
  readonly #executablePages: PageCollector;
  readonly #executableKeeper: PageKeeper;
  #threads: readonly ThreadRegisters[] | undefined;
  #monotonicNs: number | undefined;
  #addressSpace: AddressSpace | undefined;
  #end: RecordedEnd | undefined;
  #mappings: ImageEvidence['executableMappings'] | undefined;

  constructor(evidence: ImageEvidence, target: RecordedTarget, file: NewFile, mostWaitingBytes: number) {
    this.kind = evidence.kind;
    this.pid = evidence.pid;
    this.executablePath = evidence.executablePath;
    this.inflate = evidence.inflate;
    this.#evidence = evidence;
    this.#target = target;
    this.#file = new RecordingFile(file, mostWaitingBytes, () => this.#factsSection(), target.redacted);
    const emit = (section: RawSection): void => this.#file.add(section);
    this.#memoryPages = new PageCollector(recordedSpace.memory, recordingCodec, emit, target.redacted);
    this.memory = new RecordingMemory(evidence.memory, this.#memoryPages);
    this.#executablePages = new PageCollector(recordedSpace.executable, recordingCodec, emit);
    this.#executableKeeper = executableKeeper(evidence.executable, this.#executablePages);
    this.executable = {
      size: evidence.executable.size,
      read: (offset, length) => {
        const bytes = evidence.executable.read(offset, length);
        this.#executableKeeper.keep(offset, bytes);
        return bytes;
      },
    };
  }

  get executableMappings(): ImageEvidence['executableMappings'] {
    return (this.#mappings ??= this.#evidence.executableMappings);
  }

  get threads(): readonly ThreadRegisters[] {
    return (this.#threads ??= this.#evidence.threads);
  }

  get monotonicNs(): number | undefined {
    return (this.#monotonicNs ??= this.#evidence.monotonicNs);
  }

  readAddressSpace(): AddressSpace | undefined {
    const read = this.#evidence.readAddressSpace?.() ?? this.#addressSpace;
    this.#addressSpace = read;
    return read;
  }

  /** The last look at the target, which may go on and be closed after it. */
  seal(end: RecordedEnd): void {
    // Asked for here if no reader has: a later highwater may want to know.
    if (!this.#addressSpace) this.readAddressSpace();
    this.#end = end;
    // Getters that ask the target, and keep what it says.
    void [this.threads, this.monotonicNs, this.executableMappings];
    this.memory.seal();
  }

  /** Of a redacted recording: makes zeros of the ranges that are told for each page that is kept. */
  blankOut(secretsIn: (start: Address, end: Address) => Iterable<AddressRange>): void {
    this.#memoryPages.edit((page, bytes) => {
      const address = page * recordedPageBytes;
      for (const { start, end } of secretsIn(address, address + bytes.length))
        bytes.fill(0, start - address, end - address);
    });
  }

  /** Writes the rest; the file has its name after it. */
  finish(): RecordedSizes {
    this.#memoryPages.flush();
    this.#executablePages.flush();
    const space = this.#addressSpace;
    if (space) for (const areas of batches(space.pages.areas())) this.#file.add(residentSection(areas));
    this.#file.add({ kind: sectionKind.absent, raw: encodeAbsent(this.memory.keeper.absent) });
    return {
      fileBytes: this.#file.finish(),
      memoryBytes: this.#memoryPages.pageCount * recordedPageBytes,
      executableBytes: this.#executablePages.pageCount * recordedPageBytes,
      isFull: this.memory.keeper.isFull || this.#executableKeeper.isFull,
    };
  }

  #factsSection(): RawSection {
    return { kind: sectionKind.facts, raw: Buffer.from(JSON.stringify(this.#facts())) };
  }

  #facts(): RecordedFacts {
    const { isFrozen, rssBytes, cgroup, redacted } = this.#target;
    assert(this.kind !== 'heap-dump', 'a heap dump is a file already');
    return {
      recordedAt: this.#recordedAt,
      host: os.hostname(),
      redacted,
      kind: this.kind,
      pid: this.pid,
      executablePath: this.executablePath,
      executableBytes: this.executable.size,
      executableMappings: this.executableMappings.map(({ start, end, fileOffset }) => ({
        start,
        end,
        fileOffset,
      })),
      threads: this.threads,
      regions: this.memory.regions.map(regionOf),
      partialPages: [...this.memory.keeper.partialPages.values()],
      pauses: this.memory.pauses,
      isFrozen,
      ended: this.#end?.ended ?? false,
      rssBytes: rssBytes ?? null,
      monotonicNs: this.monotonicNs ?? null,
      cgroup,
      addressSpace: spaceFacts(this.#addressSpace),
      diagnostics: this.#end?.diagnostics ?? [],
    };
  }
}

/** Of an address space all but the pages. */
function spaceFacts(space: AddressSpace | undefined): RecordedFacts['addressSpace'] {
  if (!space) return null;
  const { programPath, mappings, pages, unwalkedBytes, before, after } = space;
  return { programPath, pageBytes: pages.pageBytes, mappings, unwalkedBytes, before, after };
}

function regionOf({ start, end, readable, writable, executable, path, fileOffset }: Region): Region {
  return { start, end, readable, writable, executable, path, fileOffset };
}

/** The last page of a file is shorter than others: zeros behind it do no harm, since its size is known. */
function executableKeeper(source: ByteSource, pages: PageCollector): PageKeeper {
  return new PageKeeper(pages, (offset, length, into) => {
    const bytes = source.read(offset, length);
    into.fill(0, 0, length);
    into.set(bytes);
    return bytes.length === length || offset + bytes.length >= source.size;
  });
}

const mostBatchBytes = 2 ** 20;

/** Areas in sections of about 1 MiB, longer ones cut. */
function* batches(areas: Iterable<ResidentArea & { readonly pageBytes: number }>): Generator<ResidentArea[]> {
  let batch: ResidentArea[] = [];
  let bytes = 0;
  for (const { start, pageCount, bits, pageBytes } of areas) {
    for (let done = 0; done < pageCount; done += mostAreaPages) {
      const count = Math.min(mostAreaPages, pageCount - done);
      const words = bits.subarray(done / 32, Math.ceil((done + count) / 32));
      batch.push({ start: start + done * pageBytes, pageCount: count, bits: words });
      bytes += words.byteLength;
      if (bytes < mostBatchBytes) continue;
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

function residentSection(areas: readonly ResidentArea[]): RawSection {
  return { kind: sectionKind.resident, raw: encodeResident(areas) };
}

/**
 * Memory that keeps the pages of every answer, the last one of each, and which ranges had none. It reads nothing ahead in
 * another thread: what is read ahead depends on who is faster, and the recording would then lack what its reader asks for.
 */
class RecordingMemory implements Memory {
  readonly keeper: PageKeeper;
  readonly #memory: Memory;
  #regions: readonly Region[] | undefined;
  #pauses = 0;

  constructor(memory: Memory, pages: PageCollector) {
    this.#memory = memory;
    this.keeper = new PageKeeper(
      pages,
      (address, length, into) => memory.read(address, length, into) !== undefined,
    );
  }

  get regions(): readonly Region[] {
    return this.#regions ?? this.#memory.regions;
  }

  get bytesRead(): number {
    return this.#memory.bytesRead;
  }

  /** How often the target was given a moment to go on. */
  get pauses(): number {
    return this.#pauses;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    const bytes = this.#memory.read(address, length, into);
    if (bytes) this.keeper.keep(address, bytes);
    else this.keeper.noteAbsent(address, length);
    return bytes;
  }

  letRun(): boolean {
    if (this.#memory.letRun?.() !== true) return false;
    this.#pauses++;
    this.keeper.forget();
    return true;
  }

  refresh(): void {
    this.keeper.forget();
    this.#memory.refresh();
  }

  /** The mappings as they were when the last page was read. */
  seal(): void {
    this.#regions = this.#memory.regions.map(regionOf);
  }
}
