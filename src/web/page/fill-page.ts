import { assert } from '../../base/index.ts';
import type { Preset } from './preset.ts';

/** Stands once in the template, where the page looks for its preset. */
export const presetMarker = '"highwater-preset"';

/** Characters that could end the script element that the text stands in, or that old readers of JavaScript take for line ends. */
const unsafe = /[<>&\u2028\u2029]/g;

/** The page: the built template with a preset in it. The preset is data of type JSON and cannot become markup. */
export function fillPage(template: string, preset: Preset): string {
  const parts = template.split(presetMarker);
  assert(parts.length === 2, 'the template of the explorer has one place for the preset');
  const json = JSON.stringify(preset).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return parts[0] + json + parts[1];
}
