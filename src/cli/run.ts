import { fail } from './failure.ts';
import { endQuietlyOnClosedPipe } from './output.ts';
import { buildProgram, runProgram } from './program.ts';
import { packageVersion } from './version.ts';

/** The command line; sets the exit code and never throws. */
export async function run(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  try {
    const program = buildProgram(argv, packageVersion());
    if (argv.length === 0) program.outputHelp();
    else await runProgram(program, argv);
  } catch (error) {
    fail(error);
  }
}
