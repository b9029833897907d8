import { join } from 'node:path';
import { projectRoot, runScript } from '../scripts/tool.ts';
import { type Run, runOnce } from './measure.ts';

// Nothing else writes dist/: what is measured must be the sources of now, as users get them.
if (!runScript('scripts/build.ts')) throw new Error('the build failed');

/** What the benchmarks read of `inspect --json`. */
export interface Look {
  readonly cost: { readonly wallMs: number; readonly bytesRead: number };
  readonly ledger: { readonly totalBytes: number };
  readonly totals: { readonly all: { readonly maps: number; readonly bytes: number } };
  readonly maps: readonly {
    readonly address: string;
    readonly len: number;
    readonly bytes: number;
    readonly holders: readonly string[];
  }[];
}

/** The command as a user of the installed package runs it: bundled JavaScript on the pinned Node. */
export function highwaterCommand(target: number | string, options: readonly string[]): string[] {
  return [
    process.execPath,
    join(projectRoot, 'dist/cli/main.js'),
    'inspect',
    String(target),
    '--json',
    ...options,
  ];
}

export function look(pid: number, options: readonly string[]): Run & { readonly answer: Look } {
  const run = runOnce(highwaterCommand(pid, options));
  if (run.exitCode !== 0) throw new Error(`inspect ended with ${run.exitCode}`);
  return { ...run, answer: JSON.parse(run.stdout) as Look };
}
