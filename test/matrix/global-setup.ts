import { subjectCount } from './lines.ts';
import { forgetRows, recordedRows } from './record.ts';
import { writeVerification } from './verification-page.ts';

/** Set for a run of a part after a whole one: its subjects replace theirs. For what was interrupted, or mended. */
const goesOn = process.env['HIGHWATER_MATRIX'] === 'go on';

export function setup(): void {
  if (!goesOn) forgetRows();
}

/** The page is written where every subject ran: a part alone would let subjects vanish from it. */
export function teardown(): void {
  const rows = recordedRows();
  if (rows.length === subjectCount) writeVerification(rows, new Date());
  else console.log(`docs/verification.md is left as it was: ${rows.length} of ${subjectCount} subjects ran`);
}
