import { ByteCursor } from '../../base/index.ts';
import { Attribute, Form } from './constants.ts';
import { type Encoding, formSize } from './form-size.ts';

/** One shape of DIE: its tag and the forms of its attributes, with a plan for skipping over them. */
export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly number[];
  readonly forms: readonly number[];
  /** Values of DW_FORM_implicit_const attributes by position; 0 elsewhere. */
  readonly constants: readonly number[];
  /** Byte counts of runs of fixed-size values, and `Skip` codes between them. */
  readonly skips: readonly number[];
  readonly hasLowPc: boolean;
  readonly hasGoKind: boolean;
}

/** By abbreviation code; compilers number them from 1 without gaps. */
export type AbbreviationTable = readonly (Abbreviation | undefined)[];

/** Beyond any compiler's tables (gcc's largest have some thousand codes); stops damage from making sparse giant arrays. */
const maximumCode = 1 << 16;
const maximumAttributes = 256;

/**
 * The table that begins at `offset` in .debug_abbrev, up to its end or the first damage. An abbreviation with an unknown
 * form is left out: a DIE of this shape cannot be skipped, so its unit is read up to there.
 */
export function readAbbreviations(
  section: Uint8Array,
  offset: number,
  encoding: Encoding,
): AbbreviationTable {
  const table: (Abbreviation | undefined)[] = [undefined];
  const cursor = new ByteCursor(section, offset);
  while (!cursor.done) {
    const code = cursor.uleb();
    if (code === 0 || code > maximumCode) break;
    while (table.length <= code) table.push(undefined);
    table[code] = readAbbreviation(cursor, encoding);
    if (cursor.overran) break;
  }
  return table;
}

function readAbbreviation(cursor: ByteCursor, encoding: Encoding): Abbreviation | undefined {
  const tag = cursor.uleb();
  const hasChildren = cursor.u8() !== 0;
  const attributes: number[] = [];
  const forms: number[] = [];
  const constants: number[] = [];
  const skips: number[] = [];
  let readable = true;
  while (!cursor.done) {
    const attribute = cursor.uleb();
    const form = cursor.uleb();
    if (attribute === 0 && form === 0) break;
    attributes.push(attribute);
    forms.push(form);
    constants.push(form === Form.implicitConst ? cursor.sleb() : 0);
    const size = formSize(form, encoding);
    if (size === undefined || attributes.length > maximumAttributes) readable = false;
    else appendSkip(skips, size);
  }
  if (!readable || cursor.overran) return undefined;
  return {
    tag,
    hasChildren,
    attributes,
    forms,
    constants,
    skips,
    hasLowPc: attributes.includes(Attribute.lowPc),
    hasGoKind: attributes.includes(Attribute.goKind),
  };
}

function appendSkip(skips: number[], size: number): void {
  const last = skips.length - 1;
  if (size === 0) return;
  if (size > 0 && last >= 0 && skips[last] > 0) skips[last] += size;
  else skips.push(size);
}
