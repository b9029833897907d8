import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-image-'));
process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Builds one Go file and returns the binary; the same again from Go's own cache. */
export function buildGo(
  source: string,
  { toolchain = 'local', experiment = '', flags = [], arch }: BuildOptions = {},
): string {
  const name = path.basename(source, '.go');
  const variant = [toolchain, experiment, arch ?? '', ...flags].join('').replace(/[^\w.]/g, '');
  const module = path.join(folder, name);
  const output = path.join(folder, `${name}-${variant}`);
  // GOTOOLCHAIN is heard inside a module only.
  fs.mkdirSync(module, { recursive: true });
  fs.copyFileSync(source, path.join(module, 'main.go'));
  fs.writeFileSync(path.join(module, 'go.mod'), `module ${name}.test\n\ngo 1.18\n`);
  execFileSync('go', ['build', ...flags, '-o', output, '.'], {
    cwd: module,
    env: {
      ...process.env,
      GOTOOLCHAIN: toolchain,
      GOEXPERIMENT: experiment,
      CGO_ENABLED: '0',
      ...(arch ? { GOARCH: arch } : {}),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return output;
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
