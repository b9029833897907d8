import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One run of a whole command, as a user's shell would see it. */
export interface Run {
  readonly wallMs: number;
  /** Peak resident memory of the largest process of the command, from the kernel's rusage. */
  readonly peakBytes: number;
  /** User and system time of all its processes, to a hundredth of a second: what else runs on the machine changes it little. */
  readonly cpuMs: number;
  readonly exitCode: number;
  readonly stdout: string;
}

/**
 * Runs a command under GNU time, which reads the kernel's account of the finished process. The clock is ours, because
 * GNU time prints hundredths of a second; its own start costs both sides of a comparison the same millisecond.
 */
export function runOnce(command: readonly string[], environment: NodeJS.ProcessEnv = process.env): Run {
  if (!existsSync('/usr/bin/time')) throw new Error('GNU time is missing: apt-get install time');
  const folder = mkdtempSync(join(tmpdir(), 'highwater-bench-'));
  try {
    const report = join(folder, 'rusage');
    const start = performance.now();
    const result = spawnSync('/usr/bin/time', ['-q', '-f', '%M %U %S', '-o', report, ...command], {
      env: environment,
      maxBuffer: 2 ** 30,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const wallMs = performance.now() - start;
    const [peakKiB, userSeconds, systemSeconds] = (
      readFileSync(report, 'utf8').trim().split('\n').at(-1) ?? ''
    )
      .split(' ')
      .map(Number);
    const cpuMs = (userSeconds + systemSeconds) * 1000;
    return { wallMs, peakBytes: peakKiB * 1024, cpuMs, exitCode: result.status ?? -1, stdout: result.stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A started fixture that has said READY; `stop` closes its standard input, on which it exits. */
export interface Target {
  readonly pid: number;
  readonly truth: string;
  /** The rest of what it prints, line by line. */
  nextLine(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a fixture program and waits for its READY line; what it printed before that line is its truth. */
export async function startTarget(binary: string, args: readonly string[]): Promise<Target> {
  const child = spawn(binary, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      const reader = waiting.shift();
      if (reader) reader.resolve(line);
      else lines.push(line);
    }
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('exit', () => {
    for (const reader of waiting) reader.reject(new Error(`${binary} ended before it said more`));
  });
  const nextLine = (): Promise<string> => {
    const line = lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const before: string[] = [];
  for (let line = await nextLine(); !line.startsWith('READY'); line = await nextLine()) before.push(line);
  return {
    pid: child.pid ?? 0,
    truth: before.join('\n'),
    nextLine,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Median of an odd or even number of figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
