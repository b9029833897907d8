import { defineConfig } from 'vitest/config';

/** Every Go line, cores, arm64 and servers that others wrote. Takes minutes, downloads toolchains, wants root for apt-get. */
export default defineConfig({
  test: {
    include: [
      'test/matrix/*.test.ts',
      'test/truth/truth.test.ts',
      'src/inspect/{containers,damaged-core,heap-dump,record}.test.ts',
      'src/formats/damaged-binary.test.ts',
    ],
    // Files that `npm test` runs, too: here chance is tried more often.
    env: { HIGHWATER_THOROUGH: 'yes' },
    globalSetup: 'test/matrix/global-setup.ts',
    // The fixtures are large, and what a machine does beside a reading is part of what is read.
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    allowOnly: false,
  },
});
