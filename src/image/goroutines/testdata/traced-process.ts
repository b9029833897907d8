import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type CoreImage, openCore, openProcess, type ProcessImage } from '../../../adapters/index.ts';
import { Diagnostics } from '../../../base/index.ts';
import { findRuntime } from '../../runtime/find-runtime.ts';
import type { Runtime } from '../../runtime.ts';
import { parseTraceback, type TracedGoroutine } from './traceback.ts';

export interface LiveImage {
  readonly image: ProcessImage;
  readonly runtime: Runtime;
  readonly diagnostics: Diagnostics;
}

/**
 * Runs a program that prints a line and waits, looks into it, and then has its runtime print every stack by SIGQUIT:
 * what `look` saw beside what Go says of the same moment, for all goroutines that did not run in between.
 */
export async function lookAndTrace<Seen>(
  command: readonly string[],
  look: (live: LiveImage) => Seen,
): Promise<{ readonly seen: Seen; readonly traced: readonly TracedGoroutine[] }> {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, GOTRACEBACK: 'system' },
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', reject);
    });
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const image = openProcess(child.pid ?? 0);
    let seen: Seen;
    try {
      const diagnostics = new Diagnostics();
      seen = look({ image, runtime: findRuntime(image, diagnostics), diagnostics });
    } finally {
      image.close();
    }
    child.kill('SIGQUIT');
    await ended;
    return { seen, traced: parseTraceback(text) };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/**
 * The same for a program of arm64 under qemu-user: it dies by SIGQUIT with every stack printed, and qemu writes a core of
 * that moment, which `look` is given.
 */
export async function traceAndLook<Seen>(
  binary: string,
  folder: string,
  look: (live: Omit<LiveImage, 'image'> & { readonly image: CoreImage }) => Seen,
): Promise<{ readonly seen: Seen; readonly traced: readonly TracedGoroutine[] }> {
  // Without the filter the kernel would write some hundred megabytes of qemu itself beside it.
  const script =
    'cd "$1" && ulimit -c unlimited && echo 0 > /proc/self/coredump_filter && exec qemu-aarch64 "$2"';
  const child = spawn('bash', ['-c', script, 'bash', folder, binary], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, GOTRACEBACK: 'crash' },
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const overdue = setTimeout(() => child.kill('SIGKILL'), 50_000);
  try {
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', reject);
    });
    child.kill('SIGQUIT');
    await ended;
  } finally {
    clearTimeout(overdue);
    child.kill('SIGKILL');
  }
  const name = readdirSync(folder).find((entry) => entry.startsWith('qemu_'));
  if (name === undefined) throw new Error(`no core was written: ${text.slice(0, 500)}`);
  const image = openCore(path.join(folder, name), { exe: binary });
  try {
    const diagnostics = new Diagnostics();
    const seen = look({ image, runtime: findRuntime(image, diagnostics), diagnostics });
    // Other threads are made to print theirs after this line, the same goroutines once more.
    return { seen, traced: parseTraceback(text.split('\n-----\n')[0]) };
  } finally {
    image.close();
  }
}
