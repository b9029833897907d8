import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Layers whose tests start nothing that outlives them: their files share a worker, which saves loading the same modules again. */
const pureLayers = 'src/{base,findings,formats,gomem,hpa,predict,profile,simulate,web,workload}/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Vitest would leave one processor free, which on a machine of two is half of it.
    maxWorkers: availableParallelism(),
    // A test that nobody noticed being narrowed or left out is worse than none.
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'process',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['test/matrix/**', pureLayers],
        },
      },
      { extends: true, test: { name: 'pure', include: [pureLayers], isolate: false } },
    ],
  },
});
