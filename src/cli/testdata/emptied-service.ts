import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A real Go process: `emptied` holds one emptied map of 400,000 entries in `main.srv.sessions`, `pool` has goroutines. */
export class EmptiedService {
  readonly folder: string = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-cli-test-'));
  readonly #name: string;
  #process: ChildProcess | undefined;

  constructor(name: 'emptied' | 'pool' = 'emptied') {
    this.#name = name;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async start(): Promise<void> {
    const program = path.join(this.folder, this.#name);
    const source = fileURLToPath(new URL(`${this.#name}/main.go`, import.meta.url));
    await promisify(execFile)('go', ['build', '-o', program, source]);
    this.#process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#process.stdout) await once(this.#process.stdout, 'data');
  }

  stop(): void {
    this.#process?.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
