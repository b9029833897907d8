import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGoProgram } from '../../../test/truth/build-go.ts';

/** A real Go process: `emptied` holds one emptied map of 400,000 entries in `main.srv.sessions`, `pool` has goroutines. */
export class EmptiedService {
  readonly folder: string = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-cli-test-'));
  #process: ChildProcess | undefined;
  readonly #source: string;
  #firstLine = '';

  /** `source`: the Go file, from this folder. */
  constructor(source = 'emptied/main.go') {
    this.#source = source;
  }

  /** What the program printed first. */
  get firstLine(): string {
    return this.#firstLine;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async start(): Promise<void> {
    const program = buildGoProgram({
      source: fileURLToPath(new URL(path.dirname(this.#source), import.meta.url)),
    });
    this.#process = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#firstLine = await this.#line();
  }

  /** Sends an empty line; what the program prints next. */
  async next(): Promise<string> {
    const line = this.#line();
    this.#process?.stdin?.write('\n');
    return line;
  }

  async #line(): Promise<string> {
    let text = '';
    for await (const chunk of this.#process?.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
      text += String(chunk);
      if (text.includes('\n')) break;
    }
    return text;
  }

  stop(): void {
    this.#process?.kill('SIGKILL');
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
