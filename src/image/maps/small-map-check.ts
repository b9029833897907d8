import type { Address } from '../../base/index.ts';
import type { ScanState } from './heap-scan.ts';
import type { MapColumns } from './map-columns.ts';
import { readHeaders } from './moved-headers.ts';
import { judgeAgain } from './re-judge.ts';
import { readUnitsByPage } from './small-units.ts';

/** Small maps whose unit disagrees and which are read again one by one: beyond, they are other structs of this size. */
const retryLimit = 10_000;

/** Rows that need no look agree. */
const verdict = { agrees: 0, unread: 1, doubtful: 2 };

/**
 * Compares heap maps of one group or bucket with what is in it, in one pass over memory, and drops those that are no
 * maps. `isVouched` tells rows that need no look. Returns headers that do not fit the spans any more, to be judged with
 * newer ones.
 */
export function checkSmallMaps(
  state: ScanState,
  columns: MapColumns,
  isVouched: (row: number) => boolean,
): Address[] {
  const { design, memory, shapes } = state;
  const moved: Address[] = [];
  const packed = columns.packedUnits();
  const isWanted = new Uint8Array(packed.length);
  for (let row = 0; row < packed.length; row++) {
    if (packed[row] !== 0 && columns.isListed(row) && !isVouched(row)) isWanted[row] = 1;
  }
  const verdicts = isWanted.slice();
  readUnitsByPage(memory, { packed, base: columns.unitBase }, isWanted, (row, bytes, offset) => {
    const agrees = design.unitAgrees(bytes, offset, shapes.get(columns.shapeOf(row)).len);
    verdicts[row] = agrees ? verdict.agrees : verdict.doubtful;
  });
  const beyond: number[] = [];
  let retries = 0;
  for (let row = 0; row < verdicts.length; row++) {
    if (verdicts[row] === verdict.agrees) continue;
    const mayRetry = verdicts[row] === verdict.doubtful && retries++ < retryLimit;
    if (!mayRetry) beyond.push(row);
    else if (!lookAgain(state, columns, row)) {
      moved.push(columns.addressOf(row));
      columns.drop(row);
    }
  }
  dropUnlessWritten(state, columns, beyond, moved);
  return moved;
}

/** A small map can have been written between its two reads, and can have grown out of its only group. */
function lookAgain(state: ScanState, columns: MapColumns, row: number): boolean {
  const { design, memory, diagnostics, shapes } = state;
  const address = columns.addressOf(row);
  const place = { address, slotBytes: design.headerSlotBytes, stack: undefined };
  const measure = judgeAgain(design, memory, place, diagnostics);
  if (!measure) return false;
  columns.setShape(row, shapes.intern(measure));
  columns.forgetUnit(row);
  return true;
}

/** A header that still names the unit that did not agree, and as many entries, was not written: it is no map. */
function dropUnlessWritten(
  { design, memory, shapes }: ScanState,
  columns: MapColumns,
  rows: readonly number[],
  moved: Address[],
): void {
  const headers = Float64Array.from(rows, (row) => columns.addressOf(row));
  readHeaders(memory, design, headers, (index, view, offset) => {
    const row = rows[index];
    const isSame =
      design.smallUnit(view, offset) === columns.unitOf(row) &&
      design.lenOf(view, offset) === shapes.get(columns.shapeOf(row)).len;
    if (!isSame) moved.push(headers[index]);
  });
  for (const row of rows) columns.drop(row);
}
