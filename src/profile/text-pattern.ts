import {
  type CharacterSet,
  parsePattern,
  type PatternAssertion,
  PatternError,
  type PatternNode,
} from './pattern-parser.ts';

type Step =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: PatternAssertion }
  | { readonly kind: 'fork'; readonly targets: number[] }
  | { readonly kind: 'match' };

/** Repetitions are written out: more steps than this are no pattern that somebody means. */
const mostSteps = 10_000;
const mostCharacters = 1000;

/**
 * A regular expression in the syntax of Go. It is matched as Go does, by following all ways at once (R. Cox, Regular Expression
 * Matching Can Be Simple And Fast, 2007): the time is at most the length of the text times that of the pattern, whatever
 * the pattern, where a RegExp of JavaScript may take exponential time.
 */
export class TextPattern {
  readonly #steps: Step[] = [];
  /** When a step was last put on the list, so that none is there twice. */
  readonly #listedAt: Int32Array;

  /** Throws PatternError where it is no regular expression, or too large. */
  constructor(pattern: string) {
    if (pattern.length > mostCharacters)
      throw new PatternError(`a pattern has at most ${mostCharacters} characters`);
    this.#write(parsePattern(pattern));
    this.#steps.push({ kind: 'match' });
    this.#listedAt = new Int32Array(this.#steps.length);
  }

  /** Whether it matches anywhere in a text. */
  test(text: string): boolean {
    this.#listedAt.fill(-1);
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    let current: number[] = [];
    for (let at = 0; at <= codes.length; at++) {
      // A match may begin anywhere. Steps that the last character led to are on the list already.
      if (this.#follow(0, at, codes, current)) return true;
      const next: number[] = [];
      for (const index of current) {
        const step = this.#steps[index];
        if (step.kind !== 'set' || at === codes.length || !isIn(codes[at], step.set)) continue;
        if (this.#follow(index + 1, at + 1, codes, next)) return true;
      }
      current = next;
    }
    return false;
  }

  /** Puts the sets that are reached from a step without a character on the list; true where a match is. */
  #follow(start: number, at: number, codes: readonly number[], list: number[]): boolean {
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#listedAt[index] === at) continue;
      this.#listedAt[index] = at;
      const step = this.#steps[index];
      if (step.kind === 'match') return true;
      if (step.kind === 'set') list.push(index);
      else if (step.kind === 'fork') open.push(...step.targets);
      else if (holds(step.assertion, at, codes)) open.push(index + 1);
    }
    return false;
  }

  #write(node: PatternNode): void {
    if (this.#steps.length > mostSteps) throw new PatternError('the pattern is too large');
    switch (node.kind) {
      case 'set':
      case 'assertion':
        this.#steps.push(node);
        break;
      case 'sequence':
        for (const part of node.parts) this.#write(part);
        break;
      case 'choice':
        this.#writeChoice(node.parts);
        break;
      case 'repeat':
        this.#writeRepeat(node.part, node.least, node.most);
        break;
    }
  }

  #fork(...targets: number[]): number[] {
    this.#steps.push({ kind: 'fork', targets });
    return targets;
  }

  #writeChoice(parts: readonly PatternNode[]): void {
    const starts = this.#fork();
    const ends: number[][] = [];
    for (const part of parts) {
      starts.push(this.#steps.length);
      this.#write(part);
      ends.push(this.#fork());
    }
    for (const end of ends) end.push(this.#steps.length);
  }

  #writeRepeat(part: PatternNode, least: number, most: number): void {
    for (let count = 0; count < least; count++) this.#write(part);
    if (most === Infinity) {
      const start = this.#steps.length;
      const targets = this.#fork(start + 1);
      this.#write(part);
      this.#fork(start);
      targets.push(this.#steps.length);
      return;
    }
    const exits: number[][] = [];
    for (let count = least; count < most; count++) {
      exits.push(this.#fork(this.#steps.length + 1));
      this.#write(part);
    }
    for (const exit of exits) exit.push(this.#steps.length);
  }
}

function isIn(code: number, set: CharacterSet): boolean {
  return set.some(([from, to]) => code >= from && code <= to);
}

function holds(assertion: PatternAssertion, at: number, codes: readonly number[]): boolean {
  switch (assertion) {
    case 'textStart':
      return at === 0;
    case 'textEnd':
      return at === codes.length;
    case 'lineStart':
      return at === 0 || codes[at - 1] === 0x0a;
    case 'lineEnd':
      return at === codes.length || codes[at] === 0x0a;
    case 'boundary':
    case 'noBoundary':
      return (isWord(codes[at - 1]) !== isWord(codes[at])) === (assertion === 'boundary');
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code));
}
