import type { Runtime } from '../runtime.ts';

/** What reading the spans needs to know of a runtime. */
export type HeapPlace = Pick<Runtime, 'arch' | 'layouts' | 'mheapAddress'>;
