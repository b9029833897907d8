import fs from 'node:fs';
import { parseSmaps, type SmapsEntry } from '../../formats/index.ts';
import { type AddressSpace, ResidentPages } from '../../image/index.ts';
import { pagePresent } from './page-map.ts';
import { procText } from './proc-text.ts';
import { readStatus } from './proc-status.ts';

const batchPages = 32768;
/** Bit 56 of a pagemap entry, in its top byte: no other process maps the page. */
const pageExclusive = 0x01;
/** Bit 61: page of a file, or shared memory. */
const pageOfFile = 0x20;
/**
 * Reservations of terabytes with a page or two in them would take seconds to walk: beyond this many pages a mapping is
 * walked only where at least one in `sparsePages` is there.
 */
const mostSparsePages = 2 ** 24;
const sparsePages = 4096;

/**
 * Where the resident pages of a process are: the mappings of /proc/PID/smaps, and the present bits of pagemap for those
 * that have any. Both are read and nothing is touched; `smaps` may have been read a moment before. Undefined where the process has ended or may not be read.
 */
export function readResidentPages(
  pid: number,
  pagemapDescriptor: number,
  pageBytes: number,
  smaps: string | undefined = procText(`/proc/${pid}/smaps`),
): Omit<AddressSpace, 'programPath'> | undefined {
  const before = readStatus(pid);
  const mappings = parseSmaps(smaps ?? '');
  if (!before || mappings.length === 0) return undefined;
  const pages = new ResidentPages(pageBytes);
  const walker = new PagemapWalker(pagemapDescriptor, pageBytes);
  let unwalkedBytes = 0;
  for (const mapping of mappings) {
    if (mapping.rssBytes === 0) continue;
    const pageCount = (mapping.end - mapping.start) / pageBytes;
    const isSparse = pageCount > mostSparsePages && pageCount > (mapping.rssBytes / pageBytes) * sparsePages;
    const bits = isSparse ? undefined : walker.residentBits(mapping, pageCount);
    if (bits) pages.add(mapping.start, pageCount, bits);
    else unwalkedBytes += mapping.rssBytes;
  }
  const after = readStatus(pid);
  if (!after) return undefined;
  return { mappings, pages, unwalkedBytes, before, after };
}

class PagemapWalker {
  readonly #descriptor: number;
  readonly #pageBytes: number;
  readonly #entries = new Uint8Array(batchPages * 8);

  constructor(descriptor: number, pageBytes: number) {
    this.#descriptor = descriptor;
    this.#pageBytes = pageBytes;
  }

  /**
   * One bit a page that counts in RSS. The zero page, which the kernel maps where untouched anonymous memory is read, is
   * present and counts nowhere: it is told by not being exclusive, which in a mapping without shared pages no other
   * anonymous page can be.
   */
  residentBits(mapping: SmapsEntry, pageCount: number): Uint32Array | undefined {
    const bits = new Uint32Array(Math.ceil(pageCount / 32));
    const onlyExclusive = mapping.sharedBytes === 0;
    const first = mapping.start / this.#pageBytes;
    for (let done = 0; done < pageCount; done += batchPages) {
      const count = Math.min(batchPages, pageCount - done);
      if (!this.#read(first + done, count)) return undefined;
      for (let index = 0; index < count; index++) {
        const top = this.#entries[index * 8 + 7];
        if ((top & pagePresent) === 0) continue;
        if (onlyExclusive && (top & (pageExclusive | pageOfFile)) === 0) continue;
        const page = done + index;
        bits[page >>> 5] |= 1 << (page & 31);
      }
    }
    return bits;
  }

  #read(page: number, count: number): boolean {
    try {
      return fs.readSync(this.#descriptor, this.#entries, 0, count * 8, page * 8) === count * 8;
    } catch {
      return false;
    }
  }
}
