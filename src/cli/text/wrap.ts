import { characterWidth, displayWidth } from './display-width.ts';

/** Punctuation that must not begin a line. */
const closing = '，。；：、！？）』」》”’,.;:!?)]}';

/**
 * Paragraphs (one a line of `text`) broken into lines of at most `width` columns. Chinese breaks between any two
 * characters, except before closing punctuation. Lines that begin with a space are code: they are kept as they are.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const room = Math.max(10, width - displayWidth(indent));
  return text.split('\n').flatMap((paragraph) => {
    if (paragraph.startsWith(' ')) return [indent + paragraph];
    return wrapParagraph(paragraph, room).map((line) => indent + line);
  });
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const flush = (): void => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const piece of pieces(paragraph)) {
    const visible = displayWidth(piece.trimEnd());
    if (used > 0 && used + visible > width) flush();
    if (visible > width) {
      for (const part of cut(piece, width)) {
        if (used > 0) flush();
        line = part;
        used = displayWidth(part);
      }
      continue;
    }
    line += piece;
    used += displayWidth(piece);
  }
  if (used > 0 || lines.length === 0) flush();
  return lines;
}

/** What may not be broken: a word with the space after it, a wide character with the punctuation after it. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let current = '';
  let previousWide = false;
  for (const character of text) {
    const wide = characterWidth(character) === 2;
    const breakable =
      current !== '' &&
      !closing.includes(character) &&
      (wide || previousWide || (current.endsWith(' ') && character !== ' '));
    if (breakable && character !== ' ') {
      found.push(current);
      current = '';
    }
    current += character;
    previousWide = wide;
  }
  if (current !== '') found.push(current);
  return found;
}

function cut(word: string, width: number): string[] {
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of word) {
    const more = characterWidth(character);
    if (used + more > width) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += more;
  }
  parts.push(part);
  return parts;
}
