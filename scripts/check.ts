/** What can be known without running the product: types, lint, format, dead code. Every step runs, also after a failure. */
import { runTool, secondsSince } from './tool.ts';

const steps: readonly (readonly [title: string, tool: string, ...parameters: string[]])[] = [
  ['types', 'tsc', '-b'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings', '--format=unix'],
  ['format', 'biome', 'format', '--log-level=warn', '.'],
  ['dead code', 'knip', '--no-progress', '--treat-config-hints-as-errors'],
];

/** Titles of the steps that failed. */
export function failedChecks(): string[] {
  const failed: string[] = [];
  for (const [title, tool, ...parameters] of steps) {
    const startMs = performance.now();
    const passed = runTool(tool, ...parameters);
    console.log(`${passed ? 'ok    ' : 'FAILED'} ${title} (${tool}, ${secondsSince(startMs)})`);
    if (!passed) failed.push(title);
  }
  return failed;
}

if (import.meta.main && failedChecks().length > 0) process.exitCode = 1;
