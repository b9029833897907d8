/**
 * `npm run bench [-- GRF]`: every benchmark, one after another, each in a process of its own so that one leaves no heap to
 * the next. GRF is the binary of goref, which is not on the module proxy; without it nothing is compared with goref.
 */
import { runScript } from './tool.ts';

const goref = process.argv.slice(2);
const alone = [
  'bench/scale.ts',
  'bench/gosource.ts',
  'bench/simulate.ts',
  'bench/predict.ts',
  'bench/pprof.ts',
  'bench/trace.ts',
];
const compared = ['bench/harm.ts', ...(goref.length > 0 ? ['bench/goref.ts'] : [])];
const failed = [
  ...alone.filter((file) => !runScript(file)),
  ...compared.filter((file) => !runScript(file, ...goref)),
];
for (const file of failed) console.error(`FAILED ${file}`);
if (goref.length === 0) console.error('not run: the comparison with goref, whose binary was not given');
process.exitCode = failed.length > 0 ? 1 : 0;
