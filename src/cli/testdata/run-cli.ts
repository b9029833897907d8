import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url));

/**
 * Runs the real command line with this Node, its output in pipes, and no locale or colour settings but those given;
 * `input` goes to its standard input piece by piece.
 */
export async function runCli(
  words: readonly string[],
  environment: Record<string, string> = {},
  input?: Iterable<Uint8Array>,
): Promise<CliResult> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [mainFile, ...words], {
    env: { PATH, HOME, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that does not read its input closes it.
  child.stdin.on('error', () => undefined);
  Readable.from(input ?? [], { objectMode: false }).pipe(child.stdin);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  return { code, stdout, stderr };
}
