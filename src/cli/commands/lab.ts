import { UnreadableError } from '../../base/index.ts';
import {
  type Claim,
  type JudgedClaim,
  judgeClaim,
  measureClaims,
  readClaims,
  readResults,
  type Results,
  writeResults,
} from '../../lab/index.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { Progress } from '../progress.ts';
import { labJson } from '../report/lab-json.ts';
import { claimList, labReport } from '../report/lab-report.ts';
import { type TerminalOptions, terminalFor } from '../terminal.ts';

export interface LabCommandOptions extends TerminalOptions {
  readonly go?: string;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly results?: string;
}

/** Measures the claims that are named (all, where none is) and says what is true of them. */
export async function lab(ids: readonly string[], options: LabCommandOptions): Promise<void> {
  const terminal = terminalFor(options);
  const claims = chosenClaims(ids);
  if (options.list) {
    await writeAll(
      options.json ? [`${JSON.stringify(claims, undefined, 1)}\n`] : claimList(claims, terminal),
    );
    return;
  }
  // What was measured so far is in the results file; the programs that run are ended with this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const results = await measured(claims, options);
  if (results.columns.length === 0) throw new UnreadableError('nothing-measured', whyNothing(results));
  const judged: JudgedClaim[] = claims.map((claim) => judgeClaim(claim, results.columns));
  await writeAll(options.json ? labJson(judged, results) : labReport(judged, results, terminal));
}

function chosenClaims(ids: readonly string[]): Claim[] {
  const all = readClaims();
  if (ids.length === 0) return all;
  const unknown = ids.find((id) => !all.some((claim) => claim.id === id));
  if (unknown !== undefined) {
    throw new UsageError(`no claim is called '${unknown}'; highwater lab --list names them`);
  }
  return all.filter((claim) => ids.includes(claim.id));
}

async function measured(
  claims: readonly Claim[],
  { go, results: file }: LabCommandOptions,
): Promise<Results> {
  const progress = new Progress();
  const earlier = file === undefined ? { columns: [], skipped: [] } : readResults(file);
  const results = await measureClaims(claims, {
    ...(go === undefined ? {} : { go }),
    earlier,
    onStep: progress.onStep,
    onMeasured: (soFar) => {
      if (file !== undefined) writeResults(file, soFar);
    },
  });
  progress.done();
  if (file !== undefined) writeResults(file, results);
  return results;
}

function whyNothing({ skipped }: Results): string {
  const [first] = skipped;
  if (first === undefined)
    return 'nothing was measured and the results file has nothing; name a line of Go with --go';
  return `no Go toolchain to measure with: ${first.reason}; install Go 1.21 or newer from https://go.dev/dl, which fetches the others`;
}
