import type { StructLayout } from '../runtime.ts';
import { offsetTable } from './offset-table.ts';

/** First and last Go 1 minor that the offset table describes. */
export const oldestKnownMinor = 18;
export const newestKnownMinor = 26;

export interface TableVersion {
  readonly minor: number;
  readonly arch: 'amd64' | 'arm64';
  readonly experiments: readonly string[];
}

/** Layout of a runtime struct in the nearest known Go version; undefined where that version has no such struct. */
export function tableLayout(struct: string, version: TableVersion): StructLayout | undefined {
  const rows = Object.hasOwn(offsetTable, struct) ? offsetTable[struct] : [];
  for (const key of versionKeys(version)) {
    const row = rows.find((candidate) => candidate.slice(0, candidate.indexOf('|')).split(' ').includes(key));
    if (row !== undefined) return parseRow(row);
  }
  return undefined;
}

/** Most particular first. Variants differ from their plain version in architecture-independent structs only. */
function versionKeys({ minor, arch, experiments }: TableVersion): string[] {
  const known = Math.min(Math.max(minor, oldestKnownMinor), newestKnownMinor);
  const keys: string[] = [];
  // The classic map of 1.25 with noswissmap is that of 1.24 (runtime/map_noswiss.go did not change between them).
  if (experiments.includes('noswissmap') && (known === 24 || known === 25)) keys.push('24ns');
  if (experiments.includes('greenteagc') && known === 25) keys.push('25gt');
  if (experiments.includes('nogreenteagc') && known === 26) keys.push('26nogt');
  keys.push(`${known}${arch === 'amd64' ? 'x' : 'r'}`, `${known}`);
  return keys;
}

function parseRow(row: string): StructLayout {
  const [, size, fields] = row.split('|');
  const offsets = new Map<string, number>();
  for (const field of fields.split(' ')) {
    const colon = field.indexOf(':');
    if (colon > 0) offsets.set(field.slice(0, colon), Number(field.slice(colon + 1)));
  }
  return { size: Number(size), fields: offsets };
}
