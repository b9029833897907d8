import { expect } from 'vitest';
import { type Comparison, compareWithTruth } from '../truth/compare.ts';
import type { Report } from '../truth/report.ts';
import type { Truth } from '../truth/truth.ts';
import { recordRow } from './record.ts';

interface Subject {
  readonly group: string;
  readonly subject: string;
}

/** Runs one subject and records how it came out, also when it fails or has to be left out. */
export async function runSubject(subject: Subject, body: () => Promise<string>): Promise<void> {
  try {
    recordRow({ ...subject, outcome: 'agrees', detail: await body() });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    recordRow({ ...subject, outcome: 'differs', detail });
    throw error;
  }
}

/** Leaves a subject out: said in the test's output and in the record. */
export function leaveOut(subject: Subject, skip: (note: string) => never, reason: string): never {
  recordRow({ ...subject, outcome: 'not run', detail: reason });
  return skip(reason);
}

/** Fails with the differences, or gives the row's figures. */
export function agreement(truth: Truth, report: Report, stripped: boolean): string {
  return agreementOf(compareWithTruth(truth, report, { stripped }));
}

/** The same of a comparison that was made already. */
export function agreementOf(compared: Comparison): string {
  expect(compared.mapCount).toBeGreaterThan(180);
  if (compared.problems.length > 0) throw new Error(differencesText(compared));
  const untyped = compared.untypedCount > 0 ? `, ${compared.untypedCount} of them without a type` : '';
  return `${compared.mapCount} maps${untyped}`;
}

/** Differences of one kind in one scenario are told once, with how many maps they touch. */
function differencesText({ problems, mapCount }: Comparison): string {
  const kinds = new Map<string, { example: string; count: number }>();
  for (const problem of problems) {
    const kind = problem.replace(/^(\S+) 0x.*?: (\w+) .*$/, '$1 $2');
    const known = kinds.get(kind);
    if (known) known.count++;
    else kinds.set(kind, { example: problem, count: 1 });
  }
  const lines = [...kinds.values()].map(({ example, count }) =>
    count > 1 ? `${count} × ${example}` : example,
  );
  return `${problems.length} differences over ${mapCount} maps:\n${lines.slice(0, 12).join('\n')}`;
}
