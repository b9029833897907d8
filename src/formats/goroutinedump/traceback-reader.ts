import type { SourcePosition } from '../pclntab/function-table.ts';
import { callOf, mostFrames, positionOf, type TracebackFrame } from './traceback-frame.ts';

/** A goroutine as the runtime prints it: SIGQUIT, a panic, `runtime.Stack`, `/debug/pprof/goroutine?debug=2`. */
export interface TracebackGoroutine {
  readonly id: number;
  /** `chan receive`, `running`; without what follows in the brackets. */
  readonly state: string;
  /** Go 1.26+: a collection has proved that nothing can wake it. */
  readonly isLeaked: boolean;
  /** Whole minutes; undefined where the text says none: less than one, or no collection has met it waiting. */
  readonly waitedMinutes: number | undefined;
  readonly isLockedToThread: boolean;
  /** Go 1.26+ with GODEBUG=tracebacklabels=1. */
  readonly labels: readonly (readonly [string, string])[];
  /** Innermost first. */
  readonly frames: readonly TracebackFrame[];
  /** Where frames are left out of the middle; their number from Go 1.21 on, else 0. */
  readonly elided: { readonly count: number } | undefined;
  /** `main.start`; '' for the first goroutine and where the text is cut. */
  readonly createdBy: string;
  readonly createdAt: SourcePosition | undefined;
  /** Goroutine that ran the go statement; 0 before Go 1.21 and where not said. */
  readonly parentId: number;
  /** It runs on another thread, so that its stack could not be read. */
  readonly isUnavailable: boolean;
}

type Open = { -readonly [Key in keyof TracebackGoroutine]: TracebackGoroutine[Key] } & {
  readonly frames: TracebackFrame[];
};

/** runtime/traceback.go, goroutineheader: Go 1.18 to 1.26; `gp=… m=…` is in texts of fatal errors from Go 1.23 on. */
const header =
  /(?:^|[\s:])goroutine (\d{1,16})(?: gp=0x[0-9a-f]+ m=(?:nil|\d+ mp=0x[0-9a-f]+))? \[([^\n]{1,8192})\]:$/;
const created = /^created by (.{1,4096}?)(?: in goroutine (\d{1,16}))?$/;
const elidedFrames = /^\.\.\.(additional|\d{1,12}) frames elided\.\.\.$/;
const otherThread = /^\s*goroutine running on other thread; stack unavailable$/;
/** GODEBUG=tracebackancestors: frames of who started it, which are not its own. */
const ancestor = /^\[originating from goroutine \d+\]:$/;
/** Lines of others between those of a goroutine, after which it is taken to have ended. */
const mostStrayLines = 16;

/** Reads goroutines out of lines, which may stand among others. Holds one goroutine. */
export class TracebackReader {
  readonly #take: (goroutine: TracebackGoroutine) => void;
  #open: Open | undefined;
  #call: { name: string; addresses: number[] } | undefined;
  #isCreator = false;
  #isAncestor = false;
  #strayLines = 0;
  #indent = 0;

  readonly #begin: () => void;

  constructor(take: (goroutine: TracebackGoroutine) => void, begin: () => void) {
    this.#take = take;
    this.#begin = begin;
  }

  get isInside(): boolean {
    return this.#open !== undefined;
  }

  /** True where the line is part of a goroutine. */
  push(line: string): boolean {
    const begins = line.endsWith(']:') ? header.exec(line) : null;
    if (begins) {
      this.end();
      this.#open = goroutineOf(Number(begins[1]), begins[2]);
      // What stands before it may stand before its frames, too.
      this.#indent = begins.index;
      this.#begin();
      return true;
    }
    if (!this.#open) return false;
    if (line === '') {
      this.end();
      return true;
    }
    const indent = this.#indent;
    if (this.#part(line) || (indent > 0 && line.length > indent && this.#part(line.slice(indent)))) {
      this.#strayLines = 0;
      return true;
    }
    if (++this.#strayLines > mostStrayLines) this.end();
    return false;
  }

  end(): void {
    const open = this.#open;
    if (!open) return;
    if (this.#call) this.#addFrame(undefined);
    this.#open = undefined;
    this.#isCreator = false;
    this.#isAncestor = false;
    this.#strayLines = 0;
    this.#take(open);
  }

  #part(line: string): boolean {
    const open = this.#open;
    if (!open) return false;
    if (this.#call ?? this.#isCreator) {
      const position = positionOf(line);
      if (position) {
        if (this.#isCreator) {
          open.createdAt ??= position;
          this.#isCreator = false;
        } else this.#addFrame(position);
        return true;
      }
    }
    const by = created.exec(line);
    if (by) {
      if (this.#call) this.#addFrame(undefined);
      if (!this.#isAncestor) {
        open.createdBy = by[1];
        open.parentId = Number(by[2] ?? 0);
      }
      this.#isCreator = true;
      return true;
    }
    const call = callOf(line);
    if (call) {
      if (this.#call) this.#addFrame(undefined);
      this.#call = call;
      return true;
    }
    return this.#remark(line, open);
  }

  #remark(line: string, open: Open): boolean {
    const elided = elidedFrames.exec(line);
    if (elided) {
      if (!this.#isAncestor) open.elided = { count: elided[1] === 'additional' ? 0 : Number(elided[1]) };
      return true;
    }
    if (otherThread.test(line)) {
      open.isUnavailable = true;
      return true;
    }
    if (!ancestor.test(line)) return false;
    this.#isAncestor = true;
    return true;
  }

  #addFrame(position: SourcePosition | undefined): void {
    const call = this.#call;
    this.#call = undefined;
    if (call && this.#open && !this.#isAncestor && this.#open.frames.length < mostFrames)
      this.#open.frames.push({ ...call, position });
  }
}

function goroutineOf(id: number, brackets: string): Open {
  const labelled = / ?labels:\{(.*)\}$/.exec(brackets);
  const text = labelled ? brackets.slice(0, labelled.index) : brackets;
  const [status, ...details] = text.split(', ');
  const minutes = details.map((detail) => /^(\d{1,9}) minutes$/.exec(detail)).find((found) => found !== null);
  return {
    id,
    // `select (no cases)` and `chan receive (nil chan)` are states; these three are remarks.
    state: status.replace(/(?: \((?:scan|leaked|durable)\))+$/, ''),
    isLeaked: status.includes(' (leaked)'),
    waitedMinutes: minutes ? Number(minutes[1]) : undefined,
    isLockedToThread: details.includes('locked to thread'),
    labels: labelled ? labelsOf(labelled[1]) : [],
    frames: [],
    elided: undefined,
    createdBy: '',
    createdAt: undefined,
    parentId: 0,
    isUnavailable: false,
  };
}

const mostLabels = 32;

/** `"key": "value", "other": "value"`, quoted as Go does. */
export function labelsOf(text: string): (readonly [string, string])[] {
  const labels: (readonly [string, string])[] = [];
  for (const [, key, value] of text.matchAll(/"((?:[^"\\]|\\.)*)": ?"((?:[^"\\]|\\.)*)"/g)) {
    if (labels.length === mostLabels) break;
    labels.push([unquote(key), unquote(value)]);
  }
  return labels;
}

function unquote(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    // `\x00` and `\a` are Go's alone: they stay as they are printed.
    return text;
  }
}
