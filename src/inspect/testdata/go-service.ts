import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildGoProgram } from '../../../test/truth/build-go.ts';

/** A Go program from a folder here, built with one Go line and running until `stop`. */
export class GoService {
  readonly #process: ChildProcess;

  /** First line that the program printed, without its end. */
  #firstLine = '';

  private constructor(binary: string, environment: Record<string, string>) {
    const env = { ...process.env, ...environment };
    this.#process = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'], env });
  }

  get firstLine(): string {
    return this.#firstLine;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Whether this machine has the toolchain, or can download it. */
  static async has(toolchain: string | undefined): Promise<boolean> {
    if (toolchain === undefined) return true;
    const env = { ...process.env, GOTOOLCHAIN: toolchain };
    return promisify(execFile)('go', ['version'], { env }).then(
      () => true,
      () => false,
    );
  }

  /**
   * `toolchain` as GOTOOLCHAIN names it; undefined for the machine's Go. Ready once it has printed a line; its executable is
   * gone by then.
   */
  static async start(
    name: string,
    toolchain: string | undefined,
    environment: Record<string, string> = {},
    buildFlags: readonly string[] = [],
  ): Promise<GoService> {
    const source = path.join(import.meta.dirname, name, 'main.go');
    const binary = buildGoProgram({ source, toolchain: toolchain ?? 'local', flags: buildFlags });
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-inspect-'));
    const copy = path.join(folder, 'service');
    fs.copyFileSync(binary, copy);
    const service = new GoService(copy, environment);
    service.#firstLine = await firstLineOf(service.#process);
    fs.rmSync(folder, { recursive: true });
    return service;
  }

  /** Stops it with SIGSTOP, and resolves once every thread stands: looks with `freeze` then leave it so. */
  async pause(): Promise<void> {
    this.#process.kill('SIGSTOP');
    const folder = `/proc/${this.pid}/task`;
    const isStopped = (id: string): boolean =>
      /\) T /.test(fs.readFileSync(`${folder}/${id}/stat`, 'latin1').replace(/^.*(?=\) )/s, ''));
    while (!fs.readdirSync(folder).every(isStopped)) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  /** Sends an empty line; the next line that the program prints. */
  async next(): Promise<string> {
    const line = firstLineOf(this.#process);
    this.#process.stdin?.write('\n');
    return line;
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }
}

async function firstLineOf({ stdout }: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk);
    if (String(chunk).includes('\n')) break;
  }
  return text.split('\n', 1)[0];
}
