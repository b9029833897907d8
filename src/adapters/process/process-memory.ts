import fs from 'node:fs';
import os from 'node:os';
import type { Address } from '../../base/index.ts';
import type { Memory, ReadAhead, Stretch } from '../../image/index.ts';
import { CopyThread } from './copy-thread.ts';
import { MappedFiles } from './mapped-files.ts';
import { type Backing, backingOf, type Mapping, parseMaps } from './mappings.ts';
import { PageMap, pageGuard, pagePresent, pageSwapped } from './page-map.ts';
import { PageSet } from './page-set.ts';
import { procText } from './proc-text.ts';
import { readResidentPages } from './read-resident-pages.ts';
import { ReadAheadThread } from './read-ahead-thread.ts';

const maxReadBytes = 2 ** 30;
/** A thread that starts costs about as much as to read this much. */
const worthwhileBytes = 64 * 2 ** 20;
/** How long and how often the process is given time to end what it is in the middle of. */
const pauseMs = 2;
const mostPauses = 50;
/** An address outside every known mapping may lie in one made since: maps are read again, but this seldom. */
const mapsAgeMs = 100;

/**
 * A live process through /proc/PID/mem, read-only and without stopping it. The kernel would fault in a page that is
 * read while it is not there, and so add to the very memory that is measured; therefore pagemap is asked first.
 */
export class ProcessMemory implements Memory {
  readonly #pid: number;
  readonly #folder: string;
  readonly #descriptor: number;
  readonly #pages: PageMap;
  readonly #files: MappedFiles;
  readonly #missedPages = new PageSet();
  #mappings: readonly Mapping[] = [];
  #starts: Float64Array = new Float64Array(0);
  /** Parallel to the mappings; found out on first use, since a huge page file costs a system call to tell. */
  #backings: (Backing | undefined)[] = [];
  #mapsReadAtMs = 0;
  #lastIndex = 0;
  #bytesRead = 0;
  #ahead: ReadAheadThread | undefined;
  #copyThread: CopyThread | undefined;
  #pauses = 0;

  /** Takes over open descriptors of /proc/PID/mem and /proc/PID/pagemap. */
  constructor(pid: number, memDescriptor: number, pagemapDescriptor: number, pageBytes: number) {
    this.#pid = pid;
    this.#folder = `/proc/${pid}`;
    this.#descriptor = memDescriptor;
    this.#pages = new PageMap(pagemapDescriptor, pageBytes);
    this.#files = new MappedFiles(pid);
    this.#readMaps();
  }

  get regions(): readonly Mapping[] {
    return this.#mappings;
  }

  get bytesRead(): number {
    return this.#bytesRead + (this.#copyThread?.bytesRead ?? 0);
  }

  get pageBytes(): number {
    return this.#pages.pageBytes;
  }

  /** How pages of a mapping that are not in memory are answered. */
  backing(mapping: Mapping): Backing {
    const index = this.#find(mapping.start);
    return index < 0 ? 'never' : this.#backing(index);
  }

  /** A state of page-map.ts for each page of [start, end), fresh; undefined where the process has ended. */
  pageStates(start: Address, end: Address): Uint8Array | undefined {
    return this.#pages.states(Math.floor(start / this.pageBytes), Math.ceil(end / this.pageBytes) - 1);
  }

  /** Bytes of pages that were asked for and lie in swap; each page counts once between refreshes. */
  get swappedBytesMissed(): number {
    return this.#missedPages.size * this.#pages.pageBytes;
  }

  read(address: Address, length: number, into?: Uint8Array): Uint8Array | undefined {
    if (!(address >= 0) || !(length >= 0) || length > maxReadBytes || address + length > 2 ** 52)
      return undefined;
    if (length === 0) return into ? into.subarray(0, 0) : new Uint8Array(0);
    const end = address + length;
    const first = this.#coverage(address, end);
    if (first < 0) return undefined;
    const bytes = into ? into.subarray(0, length) : new Uint8Array(length);
    if (this.#arePagesPresent(address, end))
      return this.#readPresent(address, bytes, 0, length) ? bytes : undefined;
    for (let index = first, at = address; at < end; index++) {
      const stop = Math.min(end, this.#mappings[index].end);
      if (!this.#readMixed(index, at, stop, bytes.subarray(at - address, stop - address))) return undefined;
      at = stop;
    }
    return bytes;
  }

  readAhead(byteCount: number): ReadAhead | undefined {
    if (!this.#ahead && byteCount >= worthwhileBytes && os.availableParallelism() > 1) {
      this.#ahead = new ReadAheadThread({
        descriptor: this.#descriptor,
        pagemapDescriptor: this.#pages.descriptor,
        pageBytes: this.#pages.pageBytes,
        positionOf: (start, length) => (this.#coverage(start, start + length) >= 0 ? start : -1),
        read: (start, length, into) => this.read(start, length, into) !== undefined,
        count: (length) => {
          this.#bytesRead += length;
        },
      });
    }
    return this.#ahead;
  }

  /** Starts a second thread for `readAll` into these buffers, where it pays. */
  async startCopyThread(buffers: readonly SharedArrayBuffer[]): Promise<void> {
    const byteCount = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (this.#copyThread || byteCount < worthwhileBytes / 4 || os.availableParallelism() === 1) return;
    const { descriptor: pagemapDescriptor, pageBytes } = this.#pages;
    const textPath = `${this.#folder}/smaps`;
    const place = { descriptor: this.#descriptor, pagemapDescriptor, pageBytes, textPath };
    this.#copyThread = await CopyThread.start(place, buffers);
  }

  readAll(stretches: readonly Stretch[]): boolean[] {
    const read = ({ start, into }: Stretch): boolean => this.read(start, into.length, into) !== undefined;
    const isZeroBacked = ({ start, into }: Stretch): boolean =>
      this.#isZeroBacked(start, start + into.length);
    return this.#copyThread?.copy(stretches, { read, isZeroBacked }) ?? stretches.map(read);
  }

  letRun(): boolean {
    if (this.#pauses++ >= mostPauses) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    this.#mapsReadAtMs = Number.NEGATIVE_INFINITY;
    return true;
  }

  readResidentPages(): ReturnType<typeof readResidentPages> {
    const smaps = this.#copyThread?.takeText();
    return readResidentPages(this.#pid, this.#pages.descriptor, this.#pages.pageBytes, smaps);
  }

  /** For a process that stands: what `readResidentPages` takes longest for, the thread that helps to copy does meanwhile. */
  beginResidentPages(): void {
    this.#copyThread?.beginText();
  }

  refresh(): void {
    this.#ahead?.forget();
    this.#pages.forget();
    this.#missedPages.clear();
    this.#readMaps();
  }

  close(): void {
    this.#ahead?.close();
    this.#copyThread?.close();
    fs.closeSync(this.#descriptor);
    this.#pages.close();
    this.#files.close();
  }

  #arePagesPresent(start: Address, end: Address): boolean {
    const { pageBytes } = this.#pages;
    return this.#pages.allPresent(Math.floor(start / pageBytes), Math.floor((end - 1) / pageBytes));
  }

  #readMaps(): void {
    this.#mappings = parseMaps(procText(`${this.#folder}/maps`) ?? '');
    this.#starts = Float64Array.from(this.#mappings, (mapping) => mapping.start);
    this.#backings = new Array(this.#mappings.length).fill(undefined);
    this.#mapsReadAtMs = performance.now();
    this.#lastIndex = 0;
  }

  /** Index of the mapping with `address` where readable mappings cover all of [address, end), else -1. */
  #coverage(address: Address, end: Address): number {
    const index = this.#coverageNow(address, end);
    if (index >= 0 || performance.now() - this.#mapsReadAtMs < mapsAgeMs) return index;
    this.#readMaps();
    return this.#coverageNow(address, end);
  }

  #coverageNow(address: Address, end: Address): number {
    const first = this.#find(address);
    if (first < 0) return -1;
    let index = first;
    for (let at = address; ; index++) {
      const mapping = this.#mappings[index];
      if (mapping === undefined || mapping.start > at || this.#backing(index) === 'never') return -1;
      at = mapping.end;
      if (at >= end) return first;
    }
  }

  #isZeroBacked(start: Address, end: Address): boolean {
    let index = this.#coverage(start, end);
    if (index < 0) return false;
    for (; this.#mappings[index] && this.#mappings[index].start < end; index++)
      if (this.#backing(index) !== 'zeros') return false;
    return true;
  }

  #backing(index: number): Backing {
    const known = this.#backings[index];
    if (known) return known;
    const backing = backingOf(this.#mappings[index], (mapping) => this.#files.isHugePageFile(mapping));
    this.#backings[index] = backing;
    return backing;
  }

  #find(address: Address): number {
    const last = this.#mappings[this.#lastIndex];
    if (last && address >= last.start && address < last.end) return this.#lastIndex;
    let low = 0;
    let high = this.#starts.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle] <= address) low = middle + 1;
      else high = middle - 1;
    }
    if (high < 0 || address >= this.#mappings[high].end) return -1;
    this.#lastIndex = high;
    return high;
  }

  /** Some page of the range is not there: runs of pages in the same state are answered each in its own way. */
  #readMixed(index: number, start: Address, end: Address, into: Uint8Array): boolean {
    const { pageBytes } = this.#pages;
    const firstPage = Math.floor(start / pageBytes);
    const states = this.#pages.states(firstPage, Math.floor((end - 1) / pageBytes));
    if (!states || this.#hasLostPage(states, firstPage)) return false;
    for (let from = 0; from < states.length; ) {
      let to = from + 1;
      while (to < states.length && states[to] === states[from]) to++;
      const runStart = Math.max(start, (firstPage + from) * pageBytes);
      const runEnd = Math.min(end, (firstPage + to) * pageBytes);
      const whole =
        states[from] === pagePresent
          ? this.#readPresent(runStart, into, runStart - start, runEnd - runStart)
          : this.#readAbsent(index, runStart, into.subarray(runStart - start, runEnd - start));
      if (!whole) return false;
      from = to;
    }
    return true;
  }

  #hasLostPage(states: Uint8Array, firstPage: number): boolean {
    let lost = false;
    for (let offset = 0; offset < states.length; offset++) {
      if (states[offset] === pageSwapped) this.#missedPages.add(firstPage + offset);
      if (states[offset] === pageSwapped || states[offset] === pageGuard) lost = true;
    }
    return lost;
  }

  #readAbsent(index: number, start: Address, into: Uint8Array): boolean {
    const backing = this.#backing(index);
    if (backing === 'zeros') {
      into.fill(0);
      return true;
    }
    if (backing !== 'file') return false;
    const mapping = this.#mappings[index];
    const file = this.#files.open(mapping);
    if (!file) return false;
    const offset = mapping.fileOffset + (start - mapping.start);
    const got = file.readInto(into, offset, into.length);
    this.#bytesRead += got;
    // The last page of a file is zero behind its end; an access to a page wholly behind it kills the process.
    const filePageEnd = Math.ceil(file.size / this.#pages.pageBytes) * this.#pages.pageBytes;
    if (got < into.length && offset + into.length > filePageEnd) return false;
    into.fill(0, got);
    return true;
  }

  #readPresent(address: Address, into: Uint8Array, offset: number, length: number): boolean {
    let done = 0;
    while (done < length) {
      let count = 0;
      try {
        count = fs.readSync(this.#descriptor, into, offset + done, length - done, address + done);
      } catch {
        // EIO: unmapped since maps was read.
      }
      if (count <= 0) return false;
      done += count;
    }
    this.#bytesRead += length;
    return true;
  }
}
