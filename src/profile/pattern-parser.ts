/** A pattern that cannot be used; the message is for people. */
export class PatternError extends Error {}

/** Pairs of code points, from and to, both in the set. */
export type CharacterSet = readonly (readonly [from: number, to: number])[];

export type PatternAssertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary';

/** A regular expression as a tree. */
export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: PatternAssertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number };

const highest = 0x10_ffff;
const mostRepeats = 1000;
const mostDepth = 200;

const digits: CharacterSet = [[0x30, 0x39]];
const wordCharacters: CharacterSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: CharacterSet = [
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
];
const namedSets: Readonly<Record<string, CharacterSet | undefined>> = {
  d: digits,
  w: wordCharacters,
  s: spaces,
  D: without(digits),
  W: without(wordCharacters),
  S: without(spaces),
};
const assertions: Readonly<Record<string, PatternAssertion | undefined>> = {
  A: 'textStart',
  z: 'textEnd',
  b: 'boundary',
  B: 'noBoundary',
};
const controls: Readonly<Record<string, number | undefined>> = {
  a: 7,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/**
 * Reads a regular expression as Go's regexp/syntax does in the mode of Perl, without what needs tables of Unicode (\p, [:name:])
 * and without \C and \Q. Whether repetition is greedy makes no difference to whether a text matches. Throws PatternError.
 */
export function parsePattern(pattern: string): PatternNode {
  return new Parser(pattern).parse();
}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

class Parser {
  readonly #characters: readonly string[];
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#characters = [...pattern];
  }

  parse(): PatternNode {
    const node = this.#choice({ i: false, m: false, s: false });
    if (this.#at < this.#characters.length) throw this.#error('a ) has no (');
    return node;
  }

  #choice(flags: Flags): PatternNode {
    if (++this.#depth > mostDepth) throw this.#error('it is nested too deeply');
    const parts: PatternNode[] = [];
    let current: Flags = flags;
    let sequence: PatternNode[] = [];
    while (this.#at < this.#characters.length && this.#peek() !== ')') {
      if (this.#take('|')) {
        parts.push({ kind: 'sequence', parts: sequence });
        sequence = [];
        continue;
      }
      const flagged = this.#flagGroup(current);
      if (flagged) current = flagged;
      else sequence.push(this.#repeated(current));
    }
    this.#depth--;
    parts.push({ kind: 'sequence', parts: sequence });
    return parts.length === 1 ? parts[0] : { kind: 'choice', parts };
  }

  /** `(?i)`: what follows in the group has these flags. Nothing is read where something else stands here. */
  #flagGroup(flags: Flags): Flags | undefined {
    const match = /^\(\?([imsU]*)(?:-([imsU]+))?\)/.exec(this.#ahead());
    if (!match || match[0] === '(?)') return undefined;
    this.#at += match[0].length;
    return changed(flags, match[1], match[2]);
  }

  #repeated(flags: Flags): PatternNode {
    let node = this.#single(flags);
    for (let isRepeated = false; ; isRepeated = true) {
      const bounds = this.#bounds();
      if (bounds === undefined) return node;
      if (isRepeated) throw this.#error('a repetition follows a repetition');
      this.#take('?');
      node = { kind: 'repeat', part: node, least: bounds[0], most: bounds[1] };
    }
  }

  #bounds(): readonly [least: number, most: number] | undefined {
    if (this.#take('*')) return [0, Infinity];
    if (this.#take('+')) return [1, Infinity];
    if (this.#take('?')) return [0, 1];
    // Anything else in braces is itself.
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.#ahead());
    if (!match) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1]);
    const most = match[2] === undefined ? least : match[3] === '' ? Infinity : Number(match[3]);
    if (least > mostRepeats || (most > mostRepeats && most !== Infinity) || most < least)
      throw this.#error(`${match[0]} is out of bounds`);
    return [least, most];
  }

  #single(flags: Flags): PatternNode {
    const character = this.#characters[this.#at++];
    switch (character) {
      case '(':
        return this.#group(flags);
      case '[':
        return setNode(this.#class(flags), false);
      case '.':
        return setNode(flags.s ? [[0, highest]] : without([[0x0a, 0x0a]]), false);
      case '^':
        return { kind: 'assertion', assertion: flags.m ? 'lineStart' : 'textStart' };
      case '$':
        return { kind: 'assertion', assertion: flags.m ? 'lineEnd' : 'textEnd' };
      case '*':
      case '+':
      case '?':
        throw this.#error(`there is nothing for ${character} to repeat`);
      case '\\':
        return this.#escape(flags);
      default:
        return setNode(only(character.codePointAt(0) ?? 0), flags.i);
    }
  }

  #group(flags: Flags): PatternNode {
    const match = /^\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?:)/.exec(this.#ahead());
    if (!match && this.#peek() === '?') throw this.#error('(? begins a group that Go does not know');
    if (match) this.#at += match[0].length;
    const node = this.#choice(match ? changed(flags, match[1] ?? '', match[2]) : flags);
    if (!this.#take(')')) throw this.#error('a ( is not closed');
    return node;
  }

  #escape(flags: Flags): PatternNode {
    const letter = this.#peek() ?? '';
    const assertion = assertions[letter];
    if (assertion !== undefined) {
      this.#at++;
      return { kind: 'assertion', assertion };
    }
    const named = namedSets[letter];
    if (named === undefined) return setNode(only(this.#escapedCharacter()), flags.i);
    this.#at++;
    return setNode(named, false);
  }

  #escapedCharacter(): number {
    const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.#ahead());
    if (hex) {
      this.#at += hex[0].length;
      const code = Number.parseInt(hex[1] ?? hex[2], 16);
      if (code > highest) throw this.#error(`there is no character \\${hex[0]}`);
      return code;
    }
    const letter = this.#characters[this.#at++];
    if (letter === undefined) throw this.#error('it ends with a \\');
    if (letter in controls) return controls[letter] ?? 0;
    if (/\w/.test(letter)) throw this.#error(`\\${letter} is not known here`);
    return letter.codePointAt(0) ?? 0;
  }

  #class(flags: Flags): CharacterSet {
    const isNegated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.#at >= this.#characters.length) throw this.#error('a [ is not closed');
      if (this.#ahead().startsWith('[:')) throw this.#error('names such as [:alpha:] are not known here');
      const named = this.#peek() === '\\' ? namedSets[this.#characters[this.#at + 1] ?? ''] : undefined;
      if (named) {
        this.#at += 2;
        ranges.push(...named);
        continue;
      }
      const from = this.#classCharacter();
      const isRange = this.#peek() === '-' && ![']', undefined].includes(this.#characters[this.#at + 1]);
      if (isRange) this.#at++;
      const to = isRange ? this.#classCharacter() : from;
      if (to < from) throw this.#error('a range in [] is the wrong way round');
      ranges.push([from, to]);
    }
    this.#at++;
    const set = flags.i ? withOtherCase(ranges) : ranges;
    return isNegated ? without(set) : set;
  }

  #classCharacter(): number {
    const character = this.#characters[this.#at++];
    return character === '\\' ? this.#escapedCharacter() : (character?.codePointAt(0) ?? 0);
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  /** As much as the longest of the fixed forms needs. */
  #ahead(): string {
    return this.#characters.slice(this.#at, this.#at + 80).join('');
  }

  #error(reason: string): PatternError {
    return new PatternError(`the pattern ${JSON.stringify(this.#pattern)} cannot be used: ${reason}`);
  }
}

function changed(flags: Flags, on: string, off = ''): Flags {
  const of = (flag: keyof Flags): boolean => (flags[flag] || on.includes(flag)) && !off.includes(flag);
  return { i: of('i'), m: of('m'), s: of('s') };
}

function setNode(set: CharacterSet, isFolded: boolean): PatternNode {
  return { kind: 'set', set: isFolded ? withOtherCase(set) : set };
}

function only(code: number): CharacterSet {
  return [[code, code]];
}

function without(set: CharacterSet): CharacterSet {
  const gaps: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of set.toSorted(([a], [b]) => a - b)) {
    if (from > next) gaps.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= highest) gaps.push([next, highest]);
  return gaps;
}

/** Ranges wider than this keep the cases that they have: they cover both of all but a few letters. */
const widestFolded = 2000;

/** Upper and lower case of each character, where they are one character. */
function withOtherCase(set: CharacterSet): CharacterSet {
  const all: (readonly [number, number])[] = [...set];
  for (const [from, to] of set) {
    if (to - from > widestFolded) continue;
    for (let code = from; code <= to; code++) {
      const character = String.fromCodePoint(code);
      for (const other of [character.toLowerCase(), character.toUpperCase()]) {
        const otherCode = other.codePointAt(0) ?? code;
        if (otherCode !== code && [...other].length === 1) all.push([otherCode, otherCode]);
      }
    }
  }
  return all;
}
