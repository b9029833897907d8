/* Pools, timers, handles, pins and finalizers of known size on every Go line, live and in a core. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import {
  type ContainerProgram,
  containerPrograms,
  containerProblemsOf,
  hasCompiler,
} from '../../src/inspect/testdata/container-programs.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { coreObstacle } from './core-makers.ts';
import { containerLines, local } from './lines.ts';
import { scratchFolder } from './record.ts';
import { leaveOut, runSubject } from './subject.ts';

/** Programs that a version of Go can build and run here. */
function programsOf(version: string): ContainerProgram[] {
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1]);
  return containerPrograms.filter(
    ({ since, needsCompiler }) => since <= minor && (needsCompiler !== true || hasCompiler()),
  );
}

async function problemsOf(
  version: string,
  toolchain: string | undefined,
  coreOf?: (pid: number) => string,
): Promise<string> {
  const programs = programsOf(version);
  const problems: string[] = [];
  for (const program of programs)
    for (const problem of await containerProblemsOf(program, toolchain, coreOf))
      problems.push(`${program.what}: ${problem}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${programs.length} programs, within 1% each${hasCompiler() ? '' : '; no C compiler, so none with cgo'}`;
}

describe('pools, timers, handles and finalizers', () => {
  test.for(containerLines)('of $toolchain', async (line, { skip }) => {
    const subject = { group: 'Pools, timers, handles and finalizers', subject: lineName(line) };
    const version = toolchainVersion(line);
    if (version === undefined) return leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    const toolchain = line.toolchain === 'local' ? undefined : line.toolchain;
    await runSubject(subject, () => problemsOf(version, toolchain));
  });

  test('in cores by gdb', async ({ skip }) => {
    const subject = {
      group: 'Pools, timers, handles and finalizers',
      subject: `${lineName(local)}, cores by gdb`,
    };
    const version = toolchainVersion(local);
    const obstacle = version === undefined ? 'the machine has no Go' : coreObstacle('gdb');
    if (version === undefined || obstacle !== undefined) return leaveOut(subject, skip, obstacle ?? '');
    const path = join(scratchFolder('container-cores'), 'core');
    const dump = (pid: number): string => {
      rmSync(path, { force: true });
      spawnSync('gdb', ['-p', String(pid), '-batch', '-ex', `generate-core-file ${path}`], {
        stdio: 'ignore',
      });
      if (!existsSync(path)) throw new Error('gdb wrote no core');
      return path;
    };
    await runSubject(subject, () => problemsOf(version, undefined, dump));
    rmSync(path, { force: true });
  });
});
