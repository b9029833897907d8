import { subjectCount } from './lines.ts';
import { forgetRows, recordedRows } from './record.ts';
import { writeVerification } from './verification-page.ts';

export function setup(): void {
  forgetRows();
}

/** The page is written by a whole run only: a filtered one would let subjects vanish from it. */
export function teardown(): void {
  const rows = recordedRows();
  if (rows.length === subjectCount) writeVerification(rows, new Date());
  else console.log(`docs/verification.md is left as it was: ${rows.length} of ${subjectCount} subjects ran`);
}
