/** What a byte of a process is; the ledger has a line of the same id for each. */
export type MemoryKind =
  | 'heap.spans' // taken apart by accountSpans and accountStacks
  | 'runtime.arenas'
  | 'runtime.page-allocator'
  | 'runtime.spans'
  | 'runtime.gc-bits'
  | 'runtime.gc-work'
  | 'runtime.profiling'
  | 'runtime.metadata'
  | 'runtime.tracing'
  | 'runtime.other'
  | 'stacks.system'
  | 'outside.c-heap'
  | 'outside.thread-stacks'
  | 'outside.anonymous'
  | 'file.program-text'
  | 'file.program-rodata'
  | 'file.program-data'
  | 'file.libraries'
  | 'file.mapped'
  | 'file.kernel'
  | 'file.shared-memory'
  | 'unknown';
