import type { ChannelDirection } from '../syntax/type-expression.ts';
import type { GoType } from './go-type.ts';

const channelTexts = { both: 'chan ', send: 'chan<- ', receive: '<-chan ' } as const;

/** Aliases and type arguments can make a name longer than memory; one this long is cut. */
const nameLengthMax = 16_384;

/** Puts a name together and stops taking when it is too long, whatever is left to be written. */
export class NameWriter {
  #text = '';
  #isCut = false;

  /** Whether there is any use in writing more. */
  get isFull(): boolean {
    return this.#isCut;
  }

  add(text: string): void {
    if (this.#isCut) return;
    this.#text += text;
    if (this.#text.length > nameLengthMax) {
      this.#text = `${this.#text.slice(0, nameLengthMax)}…`;
      this.#isCut = true;
    }
  }

  /** Writes each item, and the separator between them. */
  list<Item>(items: readonly Item[], separator: string, write: (item: Item, index: number) => void): void {
    for (const [index, item] of items.entries()) {
      if (this.#isCut) return;
      if (index > 0) this.add(separator);
      write(item, index);
    }
  }

  /** Of channels of receiving channels the element stands in parentheses, or the arrow would be the outer one's. */
  channel(direction: ChannelDirection, element: GoType, writeElement: () => void): void {
    const isAmbiguous = direction === 'both' && element.kind === 'channel' && element.direction === 'receive';
    this.add(channelTexts[direction]);
    if (isAmbiguous) this.add('(');
    writeElement();
    if (isAmbiguous) this.add(')');
  }

  get text(): string {
    return this.#text;
  }
}

/** A string literal as strconv.Quote writes it. */
export function quoted(text: string): string {
  let out = '"';
  for (const character of text) out += quotedCharacter(character);
  return `${out}"`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

function quotedCharacter(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** Whether other packages see a name (Specification, Exported identifiers). */
export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
