import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { goCommand } from '../../../test/truth/build-go.ts';

/** What happened, in the words of `go tool trace`, with the times of all that is the same. */
export type Happenings = Map<string, number[]>;

/** What `go tool trace` reads in a trace of Go 1.22 or later, or a newer one in an older trace. */
export interface ParsedTrace {
  /** `Runnable->Running`, `Metric /gc/heap/goal:bytes 4194304`, `RangeBegin GC mark assist`. */
  readonly happenings: Happenings;
  /** Transitions of each goroutine. */
  readonly transitions: ReadonlyMap<number, number>;
  /** Functions and lines of the first stack of a new goroutine and of its creator, leaf first. */
  readonly creations: ReadonlyMap<number, string>;
  /** Of all events. */
  readonly times: ReadonlySet<number>;
  readonly generations: number;
}

export function happen(happenings: Happenings, what: string, timeNs: number): void {
  const known = happenings.get(what);
  if (known) known.push(timeNs);
  else happenings.set(what, [timeNs]);
}

/** The lines that the toolchain's own `go tool trace` prints of a file. */
async function* toolLines(toolchain: string, ...words: string[]): AsyncGenerator<string> {
  const tool = spawn(goCommand(toolchain), ['tool', 'trace', ...words], {
    env: { ...process.env, GOTOOLCHAIN: 'local' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const status = new Promise<number | null>((resolve) => tool.once('close', resolve));
  yield* readline.createInterface({ input: tool.stdout });
  if ((await status) !== 0) throw new Error(`go tool trace ${words.join(' ')} failed`);
}

/** `-d=parsed`, which Go 1.22 and 1.23 call `-d=1`. */
export async function parsedByGo(toolchain: string, file: string): Promise<ParsedTrace> {
  const happenings: Happenings = new Map();
  const transitions = new Map<number, number>();
  const creations = new Map<number, string>();
  const times = new Set<number>();
  // Since Go 1.25 there is a Sync before the first generation too.
  let generations = /^go1\.2[234]\./.test(toolchain) ? 0 : -1;
  let created: number | undefined;
  const flag = /^go1\.2[23]\./.test(toolchain) ? '-d=1' : '-d=parsed';
  for await (const line of toolLines(toolchain, flag, file)) {
    if (!line.startsWith('M=')) {
      // Go 1.22 and 1.23 have the stack of the creator only.
      if (created !== undefined && line !== '')
        creations.set(created, `${creations.get(created) ?? ''}${stackLine(line)}`);
      continue;
    }
    created = undefined;
    const [, kind, time] = /^M=\S+ P=\S+ G=\S+ (\w+) Time=(\d+)/.exec(line) ?? [];
    const timeNs = Number(time);
    times.add(timeNs);
    // Only events of experiments have a name without quotes.
    const [, quoted, plain] = /Name=(?:"([^"]*)"|(\w+))/.exec(line) ?? [];
    const name = quoted ?? plain;
    const transition = /GoID=(\d+).* (\w+->\w+)/.exec(line);
    if (kind === 'Sync') generations++;
    if (transition) {
      const goroutine = Number(transition[1]);
      happen(happenings, transition[2], timeNs);
      transitions.set(goroutine, (transitions.get(goroutine) ?? 0) + 1);
      if (transition[2].startsWith('NotExist->')) creations.set((created = goroutine), '');
    } else if (name !== undefined) {
      const value = kind === 'Metric' ? ` ${/Uint64\((\d+)\)/.exec(line)?.[1]}` : '';
      happen(happenings, `${kind} ${name}${value}`, timeNs);
    }
  }
  return { happenings, transitions, creations, times, generations };
}

/** `\tmain.f @ 0x47` and `\t\t/src/f.go:12` as `main.f:12 `. */
function stackLine(line: string): string {
  const name = /^\t(\S+) @ /.exec(line);
  if (name) return name[1];
  const place = /:(\d+)$/.exec(line);
  return place ? `:${place[1]} ` : '| ';
}

/** What `go tool trace -d` of Go 1.21 and older prints: events by name, each with the times. */
export async function listedByGo(toolchain: string, file: string): Promise<Happenings> {
  const happenings: Happenings = new Map();
  for await (const line of toolLines(toolchain, '-d', file)) list(happenings, line);
  return happenings;
}

/** The same from what was printed once. */
export function listedIn(text: string): Happenings {
  const happenings: Happenings = new Map();
  for (const line of text.split('\n')) list(happenings, line);
  return happenings;
}

function list(happenings: Happenings, line: string): void {
  const event = /^(-?\d+) (\w+) p=/.exec(line);
  // The name that stops of the world had before Go 1.21.
  if (event) happen(happenings, event[2].replace(/^GCSTW/, 'STW'), Number(event[1]));
}
