import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['test/matrix/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Vitest would leave one processor free, which on a machine of two is half of it.
    maxWorkers: availableParallelism(),
    // A test that nobody noticed being narrowed or left out is worse than none.
    allowOnly: false,
  },
});
