import { countFromText } from '../base/index.ts';
import { durationFromText } from './time-text.ts';
import type { Eviction, Step, Workload } from './workload.ts';
import { WorkloadError } from './workload-error.ts';

const deepestRepeat = 20;
const simple = ['clear', 'rebuild', 'iterate', 'gc'] as const;
const choosing = ['delete', 'replace', 'update'] as const;
const operationNames = ['insert', ...choosing, ...simple, 'wait', 'repeat'];
const evictions: readonly Eviction[] = ['oldest', 'newest', 'random'];

/** Whether the line begins like an operation, right or wrong. */
export function looksLikeOperation(line: string): boolean {
  const word = /^\s*([a-z]+|\})(?=\s|$|\{|#)/i.exec(line)?.[1].toLowerCase();
  return word === '}' || operationNames.includes(word ?? '');
}

interface Loop {
  readonly line: number;
  readonly times: number;
  readonly body: Step[];
}

/** Operations, one a line; `#` begins a comment, and `repeat N {` and `}` enclose lines. */
export function readOperations(lines: readonly string[]): Workload {
  const outermost: Step[] = [];
  const open: Loop[] = [];
  let isTimed = false;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const words = text.replace(/#.*$/, '').replaceAll('{', ' { ').replaceAll('}', ' } ').split(/\s+/);
    const said = words.filter((word) => word !== '');
    while (said.length > 0) {
      const body = open.at(-1)?.body ?? outermost;
      if (said[0] === '}') {
        said.shift();
        const loop = open.pop();
        if (!loop) throw new WorkloadError(line, "there is no 'repeat' that this '}' ends");
        (open.at(-1)?.body ?? outermost).push({ kind: 'repeat', ...loop });
        continue;
      }
      if (said[0].toLowerCase() === 'repeat') {
        open.push({ line, times: repeatTimes(said.splice(0, 3), line), body: [] });
        if (open.length > deepestRepeat)
          throw new WorkloadError(line, `'repeat' inside one another more than ${deepestRepeat} times`);
        continue;
      }
      // An operation ends where its line or its block does.
      const end = said.indexOf('}');
      const step = stepOf(said.splice(0, end < 0 ? said.length : end), line);
      if ('duration' in step && step.duration > 0) isTimed = true;
      body.push(step);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed)
    throw new WorkloadError(
      unclosed.line,
      "expected a '}' that ends this 'repeat' before the end of the file",
    );
  return {
    format: 'operations',
    axis: { kind: isTimed ? 'elapsed' : 'operations', start: 0 },
    steps: outermost,
    diagnostics: [],
  };
}

function repeatTimes([, times, brace]: readonly string[], line: number): number {
  const count = times === undefined ? undefined : countFromText(times);
  if (count === undefined || brace !== '{')
    throw new WorkloadError(line, `expected 'repeat N {', as in: repeat 10 {`);
  return count;
}

function stepOf(words: readonly string[], line: number): Step {
  const [name, ...rest] = words;
  const kind = name.toLowerCase();
  const plain = simple.find((each) => each === kind);
  if (plain) {
    if (rest.length > 0)
      throw new WorkloadError(line, `expected nothing after '${plain}', found '${shown(rest[0])}'`);
    return { kind: plain, line };
  }
  if (kind === 'wait') {
    const duration = rest.length === 1 ? durationFromText(rest[0]) : undefined;
    if (duration === undefined)
      throw new WorkloadError(line, "expected 'wait' and a duration, as in: wait 5m");
    return { kind, line, duration };
  }
  const chooses = choosing.find((each) => each === kind);
  if (kind !== 'insert' && !chooses)
    throw new WorkloadError(line, `expected ${operationNames.join(', ')} or '}', found '${shown(name)}'`);
  const count = countOf(rest, kind, line);
  const remaining = rest.slice(1);
  const which = chooses ? evictions.find((each) => each === remaining[0]?.toLowerCase()) : undefined;
  if (which) remaining.shift();
  const duration = durationOf(remaining, kind, line);
  return chooses
    ? { kind: chooses, line, count, which, duration }
    : { kind: 'insert', line, count, duration };
}

function countOf([word]: readonly string[], kind: string, line: number): number {
  if (kind === 'delete' && word?.toLowerCase() === 'all') return Number.MAX_SAFE_INTEGER;
  const count = word === undefined ? undefined : countFromText(word);
  if (count !== undefined) return count;
  const found = word === undefined ? 'the end of the line' : `'${shown(word)}'`;
  throw new WorkloadError(
    line,
    `expected a number of entries after '${kind}', as in 100000 or 100k, found ${found}`,
  );
}

/** What `over DURATION` says; 0 where nothing is left to read. */
function durationOf(words: readonly string[], kind: string, line: number): number {
  if (words.length === 0) return 0;
  const duration =
    words[0].toLowerCase() === 'over' && words.length === 2 ? durationFromText(words[1]) : undefined;
  if (duration !== undefined) return duration;
  const order = kind === 'insert' ? '' : 'oldest, newest, random or ';
  throw new WorkloadError(
    line,
    `expected ${order}'over' and a duration (over 10m), found '${shown(words.join(' '))}'`,
  );
}

/** What stands in a file, short and without control characters. */
export function shown(text: string): string {
  const safe = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
  return safe.length > 40 ? `${safe.slice(0, 40)}…` : safe;
}
