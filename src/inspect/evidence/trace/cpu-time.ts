/** What goroutines ran, told at the moments when they stopped. */
export interface RunSink {
  /** A goroutine ran `runNs` up to that moment, `assistNs` of it for the collector. */
  ran(atNs: number, runNs: number, assistNs: number, mode: MarkMode): void;
}

/** What a worker of the collector does; '' for goroutines that are none. Idle ones mark on processors that nobody wants. */
export type MarkMode = '' | 'dedicated' | 'fractional' | 'idle';

const modes: Readonly<Record<string, MarkMode>> = {
  'GC (dedicated)': 'dedicated',
  'GC (fractional)': 'fractional',
  'GC (idle)': 'idle',
};

/** The mode that a label names (runtime/mgcpacer.go, gcMarkWorkerModeStrings). */
export function markMode(label: string): MarkMode {
  return modes[label] ?? '';
}

/** Times of all goroutines since the trace began. */
export class CpuTime implements RunSink {
  runNs = 0;
  assistNs = 0;
  /** Of the collector's workers, idle ones left out. */
  markNs = 0;
  idleMarkNs = 0;
  readonly #next: RunSink;

  constructor(next: RunSink) {
    this.#next = next;
  }

  ran(atNs: number, runNs: number, assistNs: number, mode: MarkMode): void {
    this.runNs += runNs;
    this.assistNs += assistNs;
    if (mode === 'idle') this.idleMarkNs += runNs;
    else if (mode !== '') this.markNs += runNs;
    this.#next.ran(atNs, runNs, assistNs, mode);
  }
}
