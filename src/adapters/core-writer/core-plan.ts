import type { Address } from '../../base/index.ts';
import type { SmapsEntry } from '../../formats/index.ts';
import type { Backing, Mapping } from '../process/mappings.ts';
import { pagePresent } from '../process/page-map.ts';

/** Consecutive pages whose bytes are to be copied. */
export interface CopyRun {
  readonly start: Address;
  readonly end: Address;
}

/** A program header to be: addresses that are all in the core, or none of them. */
export interface CoreSegment {
  readonly start: Address;
  readonly end: Address;
  /** PF_R, PF_W, PF_X. */
  readonly flags: number;
  /** From `start` on; what lies between the runs is zeros, holes in the file. */
  readonly fileBytes: number;
  readonly runs: readonly CopyRun[];
}

export interface CorePlan {
  readonly segments: readonly CoreSegment[];
  /** Bytes of all runs. */
  readonly copyBytes: number;
  /** Bytes in swap, and of mappings too vast to walk: not in the core. */
  readonly missingBytes: number;
}

/** What the planner asks of the memory. */
export interface PlannedMemory {
  readonly regions: readonly Mapping[];
  readonly pageBytes: number;
  backing(mapping: Mapping): Backing;
  /** One state a page of PageMap, fresh; undefined where the process has ended. */
  pageStates(start: Address, end: Address): Uint8Array | undefined;
  read(address: Address, length: number): Uint8Array | undefined;
}

/** A mapping of more pages is walked only where at least one in `sparsePages` is there: a reservation of terabytes. */
const mostSparsePages = 2 ** 24;
const sparsePages = 4096;
const batchBytes = 2 ** 27;

/**
 * What a core holds of each mapping, as the kernel's default filter has it (core(5), 0x33): anonymous memory, private
 * pages of files once one was written, the first page of an ELF file; clean pages of files are in the files. No page is
 * touched: those that are not there are zeros or, of a file, read from it.
 */
export function planCore(memory: PlannedMemory, smaps: readonly SmapsEntry[]): CorePlan {
  const entries = new Map(smaps.map((entry) => [entry.start, entry]));
  const planner = new Planner(memory);
  for (const mapping of memory.regions) {
    const extent = extentOf(mapping, entries.get(mapping.start), memory);
    if (extent === 'pages') planner.addPages(mapping, entries.get(mapping.start)?.rssBytes ?? 0);
    else if (extent === 'header' && startsElf(mapping, memory)) planner.addHeader(mapping);
    else planner.addEmpty(mapping, mapping.start, mapping.end);
  }
  return planner;
}

type Extent = 'pages' | 'header' | 'none';

function extentOf(mapping: Mapping, entry: SmapsEntry | undefined, memory: PlannedMemory): Extent {
  // MADV_DONTDUMP: the program does not want it in a core.
  if (entry?.flags.includes('dd') === true) return 'none';
  const backing = memory.backing(mapping);
  if (backing === 'never') return 'none';
  if (backing !== 'file') return 'pages';
  if (mapping.shared) return 'none';
  const wasWritten = entry === undefined || entry.anonymousBytes > 0 || entry.swapBytes > 0;
  if (wasWritten) return 'pages';
  return mapping.fileOffset === 0 ? 'header' : 'none';
}

function startsElf({ start }: Mapping, memory: PlannedMemory): boolean {
  const bytes = memory.read(start, 4);
  return bytes?.[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46;
}

class Planner implements CorePlan {
  readonly segments: CoreSegment[] = [];
  copyBytes = 0;
  missingBytes = 0;
  readonly #memory: PlannedMemory;

  constructor(memory: PlannedMemory) {
    this.#memory = memory;
  }

  addHeader(mapping: Mapping): void {
    const { start, end } = mapping;
    const { pageBytes } = this.#memory;
    const flags = flagsOf(mapping);
    this.segments.push({
      start,
      end,
      flags,
      fileBytes: pageBytes,
      runs: [{ start, end: start + pageBytes }],
    });
    this.copyBytes += pageBytes;
  }

  addEmpty(mapping: Mapping, start: Address, end: Address): void {
    this.segments.push({ start, end, flags: flagsOf(mapping), fileBytes: 0, runs: [] });
  }

  addPages(mapping: Mapping, rssBytes: number): void {
    const { pageBytes } = this.#memory;
    const { start, end } = mapping;
    const pageCount = (end - start) / pageBytes;
    if (pageCount > mostSparsePages && pageCount > (rssBytes / pageBytes) * sparsePages) {
      this.missingBytes += rssBytes;
      this.addEmpty(mapping, start, end);
      return;
    }
    const absent = absentAs(this.#memory.backing(mapping));
    let segment = start;
    let runs: CopyRun[] = [];
    for (const piece of this.#pieces(mapping, absent)) {
      if (piece.content === 'data') runs.push({ start: piece.start, end: piece.end });
      if (piece.content !== 'missing') continue;
      this.#addSegment(mapping, segment, piece.start, runs);
      this.addEmpty(mapping, piece.start, piece.end);
      this.missingBytes += piece.end - piece.start;
      segment = piece.end;
      runs = [];
    }
    this.#addSegment(mapping, segment, end, runs);
  }

  #addSegment(mapping: Mapping, start: Address, end: Address, runs: readonly CopyRun[]): void {
    if (end <= start) return;
    this.segments.push({ start, end, flags: flagsOf(mapping), fileBytes: end - start, runs });
    for (const run of runs) this.copyBytes += run.end - run.start;
  }

  /** The mapping in stretches of pages of one kind. */
  *#pieces(mapping: Mapping, absent: Content): Generator<CopyRun & { readonly content: Content }> {
    const { pageBytes } = this.#memory;
    for (let batch = mapping.start; batch < mapping.end; batch += batchBytes) {
      const batchEnd = Math.min(mapping.end, batch + batchBytes);
      const states = this.#memory.pageStates(batch, batchEnd);
      if (!states) {
        yield { start: batch, end: batchEnd, content: 'missing' };
        continue;
      }
      for (let from = 0; from < states.length; ) {
        let to = from + 1;
        while (to < states.length && states[to] === states[from]) to++;
        const content = states[from] === pagePresent ? 'data' : states[from] === 0 ? absent : 'missing';
        yield { start: batch + from * pageBytes, end: batch + to * pageBytes, content };
        from = to;
      }
    }
  }
}

type Content = 'data' | 'zeros' | 'missing';

/** What a page that is not in memory and not in swap is. */
function absentAs(backing: Backing): Content {
  if (backing === 'zeros') return 'zeros';
  return backing === 'file' ? 'data' : 'missing';
}

function flagsOf({ readable, writable, executable }: Mapping): number {
  return (readable ? 4 : 0) | (writable ? 2 : 0) | (executable ? 1 : 0);
}
