import { assert } from '../../base/index.ts';

/** Stands once in the template, where the page looks for its data. */
export const dataMarker = '"highwater-page-data"';

/** Characters that could end the script element that the text stands in, or that old readers of JavaScript take for line ends. */
const unsafe = /[<>&\u2028\u2029]/g;

/**
 * A page: the built template with data in it, as JSON text. In JSON these characters stand in strings only, where an
 * escape means the same: whatever the data say, they cannot become markup.
 */
export function fillPage(template: string, json: string): string {
  const parts = template.split(dataMarker);
  assert(parts.length === 2, 'the template of a page has one place for its data');
  const harmless = json.replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return parts[0] + harmless + parts[1];
}
