/* The readers of ELF, DWARF, pclntab and build info against Go's own packages, on binaries of every line. */
import { describe, expect, test } from 'vitest';
import { compareWithGo } from '../../src/formats/testdata/compare-go-binary.ts';
import { buildGo } from '../../src/formats/testdata/go-binary.ts';
import { toolchainVersion } from '../truth/toolchain.ts';
import { formatToolchains } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

const builds = [
  { name: 'plain', flags: [], environment: {} },
  { name: 'stripped', flags: ['-ldflags=-s -w'], environment: {} },
  { name: 'PIE', flags: ['-buildmode=pie'], environment: {} },
  { name: 'uncompressed DWARF', flags: ['-ldflags=-compressdwarf=false'], environment: {} },
  { name: 'arm64', flags: [], environment: { GOARCH: 'arm64' } },
];

describe('binaries', () => {
  test.for(formatToolchains.map((toolchain) => ({ toolchain })))(
    'of $toolchain',
    async ({ toolchain }, { skip }) => {
      const subject = { group: 'Binaries, against debug/elf, debug/dwarf, debug/gosym', subject: toolchain };
      if (toolchainVersion({ toolchain }) === undefined)
        leaveOut(subject, skip, 'the toolchain cannot be downloaded');
      await runSubject(subject, async () => {
        let functionCount = 0;
        for (const { name, flags, environment } of builds) {
          const build = {
            program: 'subject',
            toolchain,
            flags,
            environment: { CGO_ENABLED: '0', ...environment },
          } as const;
          const { ours, go } = compareWithGo(buildGo(build));
          expect(ours, name).toEqual(go);
          expect(ours.functions.length, name).toBeGreaterThan(100);
          functionCount += ours.functions.length;
        }
        return `${builds.map((build) => build.name).join(', ')}: equal; ${functionCount} functions compared`;
      });
    },
  );
});
