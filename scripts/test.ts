/*
 * `npm test`: the static checks, then every test. The last line is always `N passed, N failed, N skipped`, and skipped
 * tests are listed with their reasons above it, so that a run that tested nothing cannot look like a good one.
 *
 *   scripts/test.ts [--config FILE] [FILTER…]     with a filter or a configuration: those tests only, no static checks
 */
import { parseArgs } from 'node:util';
import { startVitest, type TestCase, type Vitest } from 'vitest/node';
import { failedChecks } from './check.ts';
import { projectRoot } from './tool.ts';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** `name: reason`. */
  readonly skipped: readonly string[];
}

function hasReason(test: TestCase): boolean {
  const result = test.result();
  return 'note' in result && result.note !== undefined;
}

function skipLine(test: TestCase): string {
  const result = test.result();
  const reason = 'note' in result && result.note ? result.note : 'no reason given';
  return `${test.module.relativeModuleId} > ${test.fullName}: ${reason}`;
}

function outcomeOf(vitest: Vitest): Outcome {
  let passed = 0;
  // A file that cannot be loaded has no tests to fail; it counts as one failure itself, as does an error outside tests.
  let failed = vitest.state.getUnhandledErrors().length;
  const skipped: string[] = [];
  for (const module of vitest.state.getTestModules()) {
    const tests = [...module.children.allTests()];
    if (!module.ok() && tests.length === 0) failed++;
    for (const test of tests) {
      const { state } = test.result();
      if (state === 'passed') passed++;
      else if (state === 'failed') failed++;
      else if (module.ok() || hasReason(test)) skipped.push(skipLine(test));
      // Left out because a hook before it failed: nobody decided that.
      else failed++;
    }
  }
  return { passed, failed, skipped };
}

const { values, positionals } = parseArgs({
  options: { config: { type: 'string' } },
  allowPositionals: true,
});
const everything = values.config === undefined && positionals.length === 0;
const failedSteps = everything ? failedChecks() : [];

async function runTests(): Promise<Outcome> {
  const config = values.config === undefined ? {} : { config: values.config };
  const vitest = await startVitest('test', positionals, { root: projectRoot, watch: false, ...config });
  const outcome = outcomeOf(vitest);
  await vitest.close();
  return outcome;
}

const { passed, failed, skipped } = await runTests().catch((error: unknown): Outcome => {
  console.error(error);
  return { passed: 0, failed: 1, skipped: [] };
});

for (const step of failedSteps) console.log(`static check failed: ${step}`);
for (const line of skipped) console.log(`skipped: ${line}`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed > 0 || passed === 0 || failedSteps.length > 0 ? 1 : 0);
