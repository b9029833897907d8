import type { Check, Claim } from '../claims/claim.ts';
import type { Column, MetricValue } from '../results/results.ts';

/** A column in which `experiment/variant/metric` gave these values. */
export function madeColumn(line: string, values: Readonly<Record<string, readonly MetricValue[]>>): Column {
  const experiments: Record<string, Record<string, { metrics: Record<string, readonly MetricValue[]> }>> = {};
  for (const [path, each] of Object.entries(values)) {
    const [experiment, variant, metric] = path.split('/');
    ((experiments[experiment] ??= {})[variant] ??= { metrics: {} }).metrics[metric] = each;
  }
  const machine = {
    cpu: 'cpu',
    cores: 2,
    memoryBytes: 2 ** 34,
    kernel: 'Linux 6',
    arch: 'x64',
    loadAverage: 0,
  };
  return {
    line,
    goVersion: `go${line.replace(/\+.*/, '')}.9`,
    machine,
    date: '2026-01-02',
    experiments: Object.fromEntries(
      Object.entries(experiments).map(([experiment, variants]) => [
        experiment,
        Object.fromEntries(
          Object.entries(variants).map(([variant, { metrics }]) => [
            variant,
            { source: 's', failures: [], metrics },
          ]),
        ),
      ]),
    ),
  };
}

export function madeClaim(...checks: Omit<Check, 'label'>[]): Claim {
  const text = { en: 'text', zh: '文字' };
  return {
    id: '001-some-claim',
    article: '001',
    section: 'somewhere',
    lines: [3, 4],
    claim: text,
    checks: checks.map((check) => ({ label: text, ...check })),
  };
}
