import type { Claim } from '../claims/claim.ts';
import type { Experiment } from '../experiments/experiment.ts';
import { readExperiments } from '../experiments/read-experiments.ts';
import type { Results } from '../results/results.ts';
import { chosenLines } from './go-lines.ts';
import { runLab } from './run-lab.ts';

export interface MeasureOptions {
  /** `1.23,1.26`, `all`, `none`; undefined is the machine's own Go. */
  readonly go?: string;
  /** What was measured before; it is kept, and not measured again. */
  readonly earlier: Results;
  readonly onStep: (step: string) => void;
  readonly onMeasured: (results: Results) => void;
}

/** Measures what the claims need, and nothing else. Rejects with UnreadableError where `go` names no line of Go. */
export async function measureClaims(claims: readonly Claim[], options: MeasureOptions): Promise<Results> {
  const { go, ...rest } = options;
  return runLab({ lines: chosenLines(go), experiments: experimentsFor(claims), ...rest });
}

/** The experiments of the claims, with those of their variants that the claims name. */
function experimentsFor(claims: readonly Claim[]): Experiment[] {
  const named = new Set(claims.flatMap(({ checks }) => checks.flatMap(pathsOf)).map(variantOf));
  return readExperiments().flatMap((experiment) => {
    const variants = Object.entries(experiment.variants).filter(([name]) =>
      named.has(`${experiment.id}/${name}`),
    );
    return variants.length === 0 ? [] : [{ ...experiment, variants: Object.fromEntries(variants) }];
  });
}

function pathsOf({ measured, rule }: Claim['checks'][number]): string[] {
  return rule.kind === 'ratio' ? [measured, rule.to] : [measured];
}

function variantOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
