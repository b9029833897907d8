import { callOf, mostFrames, positionOf, type TracebackFrame } from '../goroutinedump/traceback-frame.ts';

/** One of the two accesses of a data race. */
export interface RaceAccess {
  readonly kind: 'read' | 'write';
  readonly isAtomic: boolean;
  /** It came first. */
  readonly isPrevious: boolean;
  readonly address: number;
  /** 1 for the main goroutine; 0 where the report does not say. */
  readonly goroutineId: number;
  /** Innermost first. */
  readonly frames: readonly TracebackFrame[];
}

/** A goroutine that a report names, and where it was started. */
export interface RaceGoroutine {
  readonly id: number;
  /** `running` or `finished`. */
  readonly state: string;
  readonly createdFrames: readonly TracebackFrame[];
}

/** What the race detector says of one race (`go build -race`, `go test -race`). */
export interface RaceReport {
  readonly accesses: readonly RaceAccess[];
  readonly goroutines: readonly RaceGoroutine[];
  /** False where the text ends before the report does. */
  readonly isComplete: boolean;
}

const head = 'WARNING: DATA RACE';
const rule = /^={18}$/;
/** tsan/rtl/tsan_report.cpp, PrintReport under SANITIZER_GO. */
const access =
  /^(Previous )?([Aa]tomic )?([Rr]ead|[Ww]rite)(?: of size \d+)? at 0x([0-9a-f]{1,16}) by (?:(main) goroutine|goroutine (\d{1,16})|.{1,200}):$/;
const creation = /^Goroutine (\d{1,16}) \((\w+)\) created at:$/;
const mostParts = 16;
const mostForeignLines = 64;

/** Reads reports out of lines, which may stand among others. Holds one report. */
export class RaceReader {
  readonly #take: (report: RaceReport) => void;
  #accesses: (RaceAccess & { frames: TracebackFrame[] })[] = [];
  #goroutines: (RaceGoroutine & { createdFrames: TracebackFrame[] })[] = [];
  #frames: TracebackFrame[] | undefined;
  #call: string | undefined;
  #foreignLines = 0;
  isInside = false;

  constructor(take: (report: RaceReport) => void) {
    this.#take = take;
  }

  /** True where the line is part of a report. */
  push(line: string): boolean {
    if (line.endsWith(head)) {
      this.#finish(false);
      this.isInside = true;
      return true;
    }
    if (!this.isInside) return false;
    const text = line.trim();
    if (rule.test(text)) {
      this.#finish(true);
      return true;
    }
    if (text === '') return true;
    const isPart = this.#access(text) || this.#creation(text) || this.#frame(text);
    if (!isPart && ++this.#foreignLines > mostForeignLines) this.#finish(false);
    return isPart;
  }

  end(): void {
    this.#finish(false);
  }

  #access(text: string): boolean {
    const found = access.exec(text);
    if (!found) return false;
    const [, previous, atomic, kind, address, main, id] = found;
    const frames: TracebackFrame[] = [];
    if (this.#accesses.length < mostParts)
      this.#accesses.push({
        kind: kind.toLowerCase() === 'read' ? 'read' : 'write',
        isAtomic: atomic !== undefined,
        isPrevious: previous !== undefined,
        address: Number.parseInt(address, 16),
        goroutineId: main === undefined ? Number(id ?? 0) : 1,
        frames,
      });
    this.#frames = frames;
    return true;
  }

  #creation(text: string): boolean {
    const found = creation.exec(text);
    if (!found) return false;
    const createdFrames: TracebackFrame[] = [];
    if (this.#goroutines.length < mostParts)
      this.#goroutines.push({ id: Number(found[1]), state: found[2], createdFrames });
    this.#frames = createdFrames;
    return true;
  }

  #frame(text: string): boolean {
    const position = this.#call === undefined ? undefined : positionOf(text);
    if (position && this.#call !== undefined) {
      if (this.#frames && this.#frames.length < mostFrames)
        this.#frames.push({ name: this.#call, position, addresses: [] });
      this.#call = undefined;
      return true;
    }
    const call = callOf(text);
    this.#call = call?.name;
    return call !== undefined || text === '[failed to restore the stack]';
  }

  #finish(isComplete: boolean): void {
    if (this.isInside && this.#accesses.length > 0)
      this.#take({ accesses: this.#accesses, goroutines: this.#goroutines, isComplete });
    this.#accesses = [];
    this.#goroutines = [];
    this.#frames = undefined;
    this.#call = undefined;
    this.#foreignLines = 0;
    this.isInside = false;
  }
}
