import { spawn } from 'node:child_process';
import { buildGoProgram } from '../../../../test/truth/build-go.ts';
import { openProcess, type ProcessImage } from '../../../adapters/index.ts';
import { Diagnostics } from '../../../base/index.ts';
import { findRuntime } from '../find-runtime.ts';
import type { Runtime } from '../../runtime.ts';

export interface BuildOptions {
  /** `go1.23.12`; the machine's own Go where absent. */
  readonly toolchain?: string;
  readonly experiment?: string;
  readonly flags?: readonly string[];
  readonly arch?: 'arm64';
}

/** Builds one Go file and returns the binary. */
export function buildGo(
  source: string,
  { toolchain = 'local', experiment = '', flags = [], arch }: BuildOptions = {},
): string {
  const target = arch ? { GOARCH: arch } : {};
  const environment = { GOEXPERIMENT: experiment, CGO_ENABLED: '0', ...target };
  return buildGoProgram({ source, toolchain, flags, environment });
}

export interface Inspected<Facts> {
  /** What the program printed on its first line. */
  readonly facts: Facts;
  readonly image: ProcessImage;
  readonly runtime: Runtime;
  readonly diagnostics: Diagnostics;
}

/** Runs a program that prints a line of JSON and waits, looks into it, and ends it. */
export async function inspectGo<Facts>(
  binary: string,
  look: (inspected: Inspected<Facts>) => void,
  environment: Record<string, string> = {},
): Promise<void> {
  const child = spawn(binary, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    let text = '';
    for await (const chunk of child.stdout) {
      text += chunk;
      if (text.endsWith('\n')) break;
    }
    const image = openProcess(child.pid ?? 0);
    try {
      const diagnostics = new Diagnostics();
      look({ facts: JSON.parse(text), image, runtime: findRuntime(image, diagnostics), diagnostics });
    } finally {
      image.close();
    }
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}
