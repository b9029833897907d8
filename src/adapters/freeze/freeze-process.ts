import { type ChildProcess, spawn } from 'node:child_process';
import { UnreadableError } from '../../base/index.ts';
import { requireLiveProcess } from '../process/process-access.ts';
import { readStat } from '../process/proc-stat.ts';
import { procNames } from '../process/proc-text.ts';
import { isStopped } from '../process/thread-registers.ts';
import { errnoOf } from '../file/file-source.ts';
import { watchdogSource } from './watchdog-source.ts';

/** A process that stands still until `resume`. */
export interface Frozen {
  /** False where it was stopped before and so stays stopped. */
  readonly stoppedByUs: boolean;
  /** From just before SIGSTOP to SIGCONT; 0 while it still stands and where it was stopped before. */
  readonly pausedMs: number;
  /** Lets the process go on; a second call does nothing. */
  resume(): void;
}

const readyTimeoutMs = 10_000;
const stopTimeoutMs = 5_000;

/**
 * Stops the process. It goes on after `resume`, at the end of this process, and when this process is killed: a watchdog
 * in a session of its own waits for our end of its pipe to close, and is ready before SIGSTOP is sent. No signal is
 * handled here on purpose: a handler would run only after a long synchronous read, with the target standing all that
 * while, whereas the default action of SIGINT or SIGTERM ends us at once and the watchdog acts.
 * `beforeStop` is called once all is ready and nothing stands yet.
 */
export async function freezeProcess(pid: number, beforeStop?: () => void): Promise<Frozen> {
  requireLiveProcess(pid);
  if (pid === process.pid) throw new UnreadableError('permission-denied', 'highwater cannot stop itself');
  const stat = readStat(`/proc/${pid}`);
  if (!stat || isStopped(stat.state)) return alreadyStopped;
  requireSignalPermission(pid);
  const watchdog = await startWatchdog(pid, stat.startTime);
  const frozen = new StoppedProcess(pid, stat.startTime, watchdog);
  try {
    beforeStop?.();
    await frozen.stop();
  } catch (error) {
    frozen.resume();
    throw error;
  }
  return frozen;
}

const alreadyStopped: Frozen = { stoppedByUs: false, pausedMs: 0, resume: () => {} };

class StoppedProcess implements Frozen {
  readonly stoppedByUs = true;
  readonly #pid: number;
  readonly #startTime: number;
  readonly #watchdog: ChildProcess;
  /** Covers a normal end and an exception. Signals are left to the watchdog, see `freezeProcess`. */
  readonly #onExit = (): void => this.resume();
  #stoppedAtMs = 0;
  #pausedMs = 0;
  #resumed = false;

  constructor(pid: number, startTime: number, watchdog: ChildProcess) {
    this.#pid = pid;
    this.#startTime = startTime;
    this.#watchdog = watchdog;
    process.on('exit', this.#onExit);
  }

  get pausedMs(): number {
    return this.#pausedMs;
  }

  /** Sends SIGSTOP and waits until every thread has stopped: the signal reaches a thread when it next enters the kernel. */
  async stop(): Promise<void> {
    this.#stoppedAtMs = performance.now();
    sendSignal(this.#pid, 'SIGSTOP');
    for (;;) {
      if (allThreadsStopped(this.#pid)) return;
      requireLiveProcess(this.#pid);
      if (performance.now() - this.#stoppedAtMs > stopTimeoutMs) {
        throw new UnreadableError(
          'not-stopped',
          `process ${this.#pid} did not stop within ${stopTimeoutMs / 1000} s (a thread waits in the kernel); try without --freeze`,
        );
      }
      await sleep(1);
    }
  }

  resume(): void {
    if (this.#resumed) return;
    this.#resumed = true;
    const stat = readStat(`/proc/${this.#pid}`);
    if (stat?.startTime === this.#startTime) sendSignal(this.#pid, 'SIGCONT');
    this.#pausedMs = performance.now() - this.#stoppedAtMs;
    process.off('exit', this.#onExit);
    // `d`: done, nothing is left to undo. A pipe that broke means that the watchdog is gone already.
    this.#watchdog.stdin?.on('error', () => {});
    this.#watchdog.stdin?.end('d');
  }
}

/** Asks for nothing but the permission, before anything is started. */
function requireSignalPermission(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errnoOf(error) === 'EPERM') {
      throw new UnreadableError(
        'permission-denied',
        `no permission to stop process ${pid}: run as its user or as root (CAP_KILL), or without --freeze`,
      );
    }
    throw new UnreadableError('no-such-process', `process ${pid} has ended`);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended: nothing stands still.
  }
}

function allThreadsStopped(pid: number): boolean {
  const threads = procNames(`/proc/${pid}/task`);
  return (
    threads.length > 0 && threads.every((thread) => isSettled(readStat(`/proc/${pid}/task/${thread}`)?.state))
  );
}

/** A thread that has ended meanwhile counts too. */
function isSettled(state: string | undefined): boolean {
  return state === undefined || state === 'Z' || state === 'X' || isStopped(state);
}

function startWatchdog(pid: number, startTime: number): Promise<ChildProcess> {
  // Options of our own command line, a debugger's above all, are not for the watchdog.
  const watchdog = spawn(process.execPath, ['-e', watchdogSource, String(pid), String(startTime)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  watchdog.unref();
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      watchdog.stdin?.destroy();
      reject(
        new UnreadableError(
          'watchdog-failed',
          `the process was not stopped, since the watchdog that would let it go on ${why}; try without --freeze`,
        ),
      );
    };
    const timer = setTimeout(() => fail('did not start in time'), readyTimeoutMs);
    watchdog.once('error', (error) => fail(`did not start: ${error.message}`));
    watchdog.once('exit', () => fail('ended at once'));
    watchdog.stdout?.once('data', () => {
      clearTimeout(timer);
      watchdog.removeAllListeners('exit');
      watchdog.removeAllListeners('error');
      watchdog.on('error', () => {});
      watchdog.stdout?.destroy();
      unrefPipe(watchdog.stdin);
      resolve(watchdog);
    });
  });
}

/** The pipe must not keep this process alive; a net.Socket has `unref`, which the type of stdin does not tell. */
function unrefPipe(stream: object | null): void {
  if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
