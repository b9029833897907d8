import { PageTable } from './page-table.ts';
import {
  encodeRuns,
  mostPagesASection,
  mostRunsASection,
  type PageRun,
  recordedPageBytes,
} from './raw-content.ts';
import { type RecordingCodec, sectionKind } from './sections.ts';

/** A section before it is packed. */
export interface RawSection {
  readonly kind: number;
  readonly raw: Uint8Array;
}

/**
 * Collects pages of one space into sections. A page that comes again unchanged (by its CRC-32, which for one page in four
 * thousand million that did change is wrong: the earlier reading then stands) is not kept twice.
 */
export class PageCollector {
  /** Pages that are kept: of zeros or not. */
  pageCount = 0;
  readonly #space: number;
  readonly #codec: RecordingCodec;
  readonly #emit: (section: RawSection) => void;
  /** Checksum + 1 of the last reading of each page. */
  readonly #checksums = new PageTable();
  readonly #zeros = new Uint8Array(recordedPageBytes);
  readonly #zeroMark: number;
  #runs: { first: number; count: number; isZero: boolean; turn: number }[] = [];
  #chunk = new Uint8Array(mostPagesASection * recordedPageBytes);
  #stored = 0;
  readonly #kept: { readonly page: number; readonly bytes: Uint8Array }[] | undefined;

  /** `isEditable`: `edit` will be called; sections that were emitted must not have been written by then. */
  constructor(space: number, codec: RecordingCodec, emit: (section: RawSection) => void, isEditable = false) {
    this.#kept = isEditable ? [] : undefined;
    this.#space = space;
    this.#codec = codec;
    this.#emit = emit;
    this.#zeroMark = markOf(codec.checksum(this.#zeros));
  }

  /** Adds a whole page as it was at this turn (PageRun); false where the recording holds as many pages as it may. */
  add(page: number, bytes: Uint8Array, turn = 0): boolean {
    const mark = markOf(this.#codec.checksum(bytes));
    const known = this.#checksums.get(page);
    if (known === mark) return true;
    if (!this.#checksums.set(page, mark)) return false;
    if (known === 0) this.pageCount++;
    const isZero = mark === this.#zeroMark && bytes.every((byte) => byte === 0);
    const last = this.#runs.at(-1);
    const goesOn = last?.isZero === isZero && last.turn === turn && last.first + last.count === page;
    if (last && goesOn) last.count++;
    else this.#runs.push({ first: page, count: 1, isZero, turn });
    if (!isZero) this.#store(page, bytes);
    if (this.#stored === mostPagesASection || this.#runs.length === mostRunsASection) this.flush();
    return true;
  }

  /** Shows every page that is kept, all readings of it; what `change` does to the bytes is what is written. */
  edit(change: (page: number, bytes: Uint8Array) => void): void {
    for (const { page, bytes } of this.#kept ?? []) change(page, bytes);
  }

  #store(page: number, bytes: Uint8Array): void {
    const at = this.#stored++ * recordedPageBytes;
    this.#chunk.set(bytes, at);
    this.#kept?.push({ page, bytes: this.#chunk.subarray(at, at + recordedPageBytes) });
  }

  /** Ends the section that is being filled. */
  flush(): void {
    if (this.#runs.length === 0) return;
    const runs: readonly PageRun[] = this.#runs;
    this.#emit({ kind: sectionKind.runs, raw: encodeRuns(this.#space, runs) });
    this.#emit({ kind: sectionKind.pages, raw: this.#chunk.subarray(0, this.#stored * recordedPageBytes) });
    this.#runs = [];
    this.#chunk = new Uint8Array(mostPagesASection * recordedPageBytes);
    this.#stored = 0;
  }
}

/** Never 0, which means that a page is not there. */
function markOf(checksum: number): number {
  return checksum === 0xffff_ffff ? checksum : checksum + 1;
}
