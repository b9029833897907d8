import type { SmapsEntry } from '../../formats/index.ts';
import type { ResidentPages } from './resident-pages.ts';

/** What the kernel counts for the whole process, in bytes. */
export interface ProcessCounters {
  readonly rssBytes: number;
  readonly swapBytes: number;
  readonly pageTableBytes: number;
}

/** The mappings of a live process and which of their pages are present, read at one time. */
export interface AddressSpace {
  /** Path of the program as its mappings name it. */
  readonly programPath: string;
  /** In address order. */
  readonly mappings: readonly SmapsEntry[];
  /** Every page that counts in RSS, but for `unwalkedBytes`. */
  readonly pages: ResidentPages;
  /** RSS of mappings whose pages were not looked at: vast ones with next to nothing in them. */
  readonly unwalkedBytes: number;
  /** The kernel's counters before the mappings were read, and after the pages were. */
  readonly before: ProcessCounters;
  readonly after: ProcessCounters;
}
