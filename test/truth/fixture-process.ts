import { type ChildProcess, spawn } from 'node:child_process';
import { parseTruth, type Truth } from './truth.ts';

/** A fixture that has told its truth and waits; it ends when its standard input closes, at the latest with this process. */
export interface FixtureProcess {
  readonly pid: number;
  readonly truth: Truth;
  /** Ends it with the signal, or by closing its input; resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts the command (a fixture, or something that runs one) and waits for the truth. */
export async function startFixture(
  command: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<FixtureProcess> {
  const [program = '', ...parameters] = command;
  const child = spawn(program, parameters, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const truth = await readTruth(child);
  return {
    pid: child.pid ?? 0,
    truth,
    end: (signal) => {
      if (signal === undefined) child.stdin?.end();
      else child.kill(signal);
      return gone;
    },
  };
}

function readTruth(child: ChildProcess): Promise<Truth> {
  return new Promise((resolve, reject) => {
    let printed = '';
    let complaint = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (!chunk.includes('READY\n')) return;
      const truth = parseTruth(printed);
      if (truth) resolve(truth);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      complaint = (complaint + chunk).slice(0, 4000);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the fixture ended with ${code}: ${complaint}`)));
  });
}
