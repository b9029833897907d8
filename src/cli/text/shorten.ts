import { characterWidth, displayWidth } from './display-width.ts';

/** `cache/store.go:40`, and `github.com/a/b.(*T).m` with whatever is in brackets. */
const placeOrFunction = /^(?:[^\s/([{]*\/)+([^\s/([{]+(?::\d+|\.\S*))$/;

/** At most `width` columns: of places and functions the folders go first, since nobody finds `cac…e.go:40`. */
export function shorten(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return shortenMiddle(placeOrFunction.exec(text)?.[1] ?? text, width);
}

/** At most `width` columns: the middle gives way to an ellipsis, since both ends of a name tell it apart. */
export function shortenMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 1) return '…'.slice(0, Math.max(0, width));
  const characters = [...text];
  const head = take(characters, Math.ceil((width - 1) / 2));
  const tail = take(characters.toReversed(), width - 1 - head.width);
  return `${head.text.join('')}…${tail.text.reverse().join('')}`;
}

function take(characters: readonly string[], width: number): { text: string[]; width: number } {
  const text: string[] = [];
  let used = 0;
  for (const character of characters) {
    const more = characterWidth(character);
    if (used + more > width) break;
    used += more;
    text.push(character);
  }
  return { text, width: used };
}
