import { spawn } from 'node:child_process';
import { openProcess, type ProcessImage } from '../../../adapters/index.ts';
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
