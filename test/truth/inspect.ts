import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Report } from './report.ts';
import { projectRoot } from './build-go.ts';

/** Runs the command line as a user would, `inspect --json` with these parameters. */
export async function inspect(...parameters: readonly string[]): Promise<Report> {
  return JSON.parse(await runHighwater('inspect', ...parameters, '--json'));
}

/** Runs the command line with these parameters; what it printed. */
export async function runHighwater(...parameters: readonly string[]): Promise<string> {
  const { code, output, complaint } = await run(['src/cli/main.ts', ...parameters]);
  if (code !== 0) throw new Error(`${parameters.join(' ')} exited ${code}: ${complaint}`);
  return output;
}

function run(
  parameters: readonly string[],
): Promise<{ code: number | null; output: string; complaint: string }> {
  return new Promise((resolve, reject) => {
    const node = join(projectRoot, 'node_modules', '.bin', 'node');
    const child = spawn(node, parameters, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      complaint += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, output: Buffer.concat(chunks).toString('utf8'), complaint }),
    );
  });
}
