/**
 * Text from a target's memory made safe to show: control characters, which could move a terminal's cursor or set its title,
 * and characters that reverse the direction of writing are shown as escapes.
 */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const unprintable = /[\p{Cc}\p{Cs}\p{Co}\u2028-\u202e\u2066-\u2069\u200e\u200f\ufeff]/gu;
