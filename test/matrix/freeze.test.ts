/* A frozen process goes on whatever happens to the one that froze it: SIGKILL at random moments of a look. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFixture } from '../truth/fixture-process.ts';
import { projectRoot } from '../truth/build-go.ts';
import { buildFixture } from '../truth/toolchain.ts';
import { freezeKills, local } from './lines.ts';
import { runSubject } from './subject.ts';

/** A look at this process takes about half a second, of which it is stopped for a tenth of one. */
const latestKillMs = 900;
const latestKillInStopMs = 60;
/** Of a look on a machine that has much else to do. */
const latestStopMs = 10_000;

/** Single letter of field 3 in /proc/PID/stat; the name before it is in parentheses. */
function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
}

/** Kills a look so long after its start, or `inStop` after the process was seen to stand. */
async function killedLook(pid: number, afterMs: number, inStop: boolean): Promise<boolean> {
  const node = join(projectRoot, 'node_modules', '.bin', 'node');
  const look = spawn(node, ['src/cli/main.ts', 'inspect', String(pid), '--freeze', '--json'], {
    cwd: projectRoot,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => look.once('exit', () => resolve()));
  const started = performance.now();
  let fromMs = inStop ? Infinity : started;
  while (performance.now() - fromMs < afterMs && look.exitCode === null) {
    if (fromMs === Infinity && stateOf(pid) === 'T') fromMs = performance.now();
    if (performance.now() - started > latestStopMs) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const wasStopped = stateOf(pid) === 'T';
  look.kill('SIGKILL');
  await ended;
  return wasStopped;
}

async function runsAgain(pid: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 2000; waitedMs += 5) {
    if (stateOf(pid) !== 'T') return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

test(`the process runs after each of ${freezeKills} looks that SIGKILL ended`, async () => {
  const subject = {
    group: 'Freeze',
    subject: `SIGKILL at ${freezeKills} random moments of inspect --freeze`,
  };
  await runSubject(subject, async () => {
    const fixture = await startFixture([buildFixture(local, 'plain'), '--small-maps=100000']);
    let killedWhileStopped = 0;
    for (let kill = 0; kill < freezeKills; kill++) {
      const inStop = kill % 2 === 1;
      const afterMs = Math.random() * (inStop ? latestKillInStopMs : latestKillMs);
      if (await killedLook(fixture.pid, afterMs, inStop)) killedWhileStopped++;
      expect(await runsAgain(fixture.pid), `after kill ${kill + 1}`).toBe(true);
    }
    // It answers: its input ends, and so does it.
    await fixture.end();
    expect(killedWhileStopped, 'kills that met a stopped process').toBeGreaterThan(freezeKills / 20);
    return `running after each; ${killedWhileStopped} of the kills met it stopped`;
  });
});
