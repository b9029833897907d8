import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readExperiments } from '../experiments/read-experiments.ts';
import { labFolder } from '../lab-folder.ts';
import { predict } from '../model/predict.ts';
import { committedResults } from '../results/results-file.ts';
import { knownLines } from '../run/go-lines.ts';
import { judgeClaim } from '../verdict/judge-claim.ts';
import type { Check } from './claim.ts';
import { claimProblems } from './parse-claim.ts';
import { readClaims } from './read-claims.ts';
import { readNumbers } from './read-numbers.ts';

const claims = readClaims();
const checks = claims.flatMap((claim) => claim.checks.map((check) => ({ id: claim.id, check })));
const experiments = new Map(readExperiments().map((experiment) => [experiment.id, experiment]));

function paths({ measured, rule }: Check): string[] {
  return rule.kind === 'ratio' ? [measured, rule.to] : [measured];
}

describe('lab/claims', () => {
  test('there are the claims of all five articles, and some of ours', () => {
    expect(claims.length).toBeGreaterThan(150);
    expect(new Set(claims.map(({ article }) => article))).toEqual(
      new Set(['000', '001', '002', '003', '004', 'own']),
    );
  });

  test('every check names an experiment and a variant that there is', () => {
    const lost = checks.flatMap(({ id, check }) =>
      paths(check)
        .filter((path) => {
          const [experiment, variant] = path.split('/');
          return !Object.hasOwn(experiments.get(experiment)?.variants ?? {}, variant);
        })
        .map((path) => `${id}: ${path}`),
    );
    expect(lost).toEqual([]);
  });

  test('every variant of every experiment is asked for', () => {
    const asked = new Set(
      checks.flatMap(({ check }) => paths(check)).map((path) => path.replace(/\/[^/]+$/, '')),
    );
    const idle = [...experiments.values()].flatMap(({ id, variants }) =>
      Object.keys(variants)
        .map((variant) => `${id}/${variant}`)
        .filter((path) => !asked.has(path)),
    );
    expect(idle).toEqual([]);
  });

  test('every model call can be answered on every line', () => {
    for (const { check } of checks) {
      if (check.model === undefined) continue;
      for (const { line } of knownLines) {
        const figure = predict(check.model, line);
        if (figure !== undefined)
          expect(figure.mean, `${check.measured} on ${line}`).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('lines of Go that claims speak of are written as the lab writes them', () => {
    const spoken = new Set(claims.flatMap(({ about = [] }) => about));
    for (const line of spoken) expect(line).toMatch(/^1\.\d+(\+noswissmap)?$/);
    for (const { line } of knownLines) expect(spoken).toContain(line);
  });
});

describe('lab/results', () => {
  const { columns } = committedResults();

  test('every program of every column gave its metrics', () => {
    expect(columns.length).toBeGreaterThan(1);
    const failed = columns.flatMap(({ line, experiments: measured }) =>
      Object.entries(measured).flatMap(([experiment, variants]) =>
        Object.entries(variants)
          .filter(([, { failures }]) => failures.length > 0)
          .map(([variant, { failures }]) => `${line}: ${experiment}/${variant}: ${failures[0]}`),
      ),
    );
    expect(failed).toEqual([]);
  });

  test('a claim that is not true everywhere says why', () => {
    const silent = claims
      .map((claim) => judgeClaim(claim, columns))
      .filter(
        ({ claim, verdict }) => verdict !== 'true' && verdict !== 'unmeasured' && claim.why === undefined,
      );
    expect(silent.map(({ claim }) => claim.id)).toEqual([]);
  });
});

describe('a wrong claim file is refused', () => {
  const good = JSON.parse(fs.readFileSync(labFolder('claims', '002-values-128.json'), 'utf8'));
  const [check] = good.checks;

  test('the good one is not', () => {
    expect(claimProblems(good)).toEqual([]);
  });

  test.each<[string, unknown, RegExp]>([
    ['no object', [], /not an object/],
    ['a field that nothing reads', { ...good, verdict: true }, /verdict that nothing reads/],
    ['a bad id', { ...good, id: 'Values' }, /kebab-case/],
    ['no such article', { ...good, article: '005' }, /none of the five/],
    ['no Chinese', { ...good, claim: { en: 'x' } }, /claim has no zh/],
    ['an empty reason', { ...good, why: { en: '', zh: 'x' } }, /why has no en/],
    ['no lines', { ...good, lines: undefined }, /lines is not/],
    ['lines the wrong way', { ...good, lines: [5, 4] }, /lines is not/],
    ['nothing to check', { ...good, checks: [] }, /nothing to check/],
    ['no metric', { ...good, checks: [{ ...check, measured: 'map-stages' }] }, /check 1: measured/],
    ['an unknown unit', { ...good, checks: [{ ...check, unit: 'MB' }] }, /unit is unknown/],
    [
      'an unknown rule',
      { ...good, checks: [{ ...check, rule: { kind: 'about' } }] },
      /no rule is called about/,
    ],
    [
      'near without slack',
      { ...good, checks: [{ ...check, rule: { kind: 'near', value: 1 } }] },
      /by or percent/,
    ],
    [
      'a ratio without bounds',
      { ...good, checks: [{ ...check, rule: { kind: 'ratio', to: 'a/b/c' } }] },
      /no bound/,
    ],
    ['half a model', { ...good, checks: [{ ...check, model: { function: 'predictMap' } }] }, /model lacks/],
  ])('%s', (_name, content, problem) => {
    expect(claimProblems(content).join('; ')).toMatch(problem);
  });
});

describe('lab/numbers.json', () => {
  const { numbers, reasons } = readNumbers();

  test('has every number of the articles, in their order, and no other', () => {
    const listed = JSON.parse(fs.readFileSync(labFolder('article-numbers.json'), 'utf8'));
    expect(listed.length).toBeGreaterThan(600);
    expect(numbers.map(({ article, line, number }) => [article, line, number])).toEqual(listed);
  });

  test('each is tested by a claim that there is, or has a reason in both languages', () => {
    const ids = new Set(claims.map(({ id }) => id));
    const wrong = numbers.filter(({ claim, reason }) =>
      claim === undefined
        ? reason === undefined || !Object.hasOwn(reasons, reason)
        : !ids.has(claim) || reason,
    );
    expect(wrong).toEqual([]);
    for (const text of Object.values(reasons)) expect([text.en, text.zh]).not.toContain('');
  });

  test('each number stands in the words around it', () => {
    expect(numbers.filter(({ number, text }) => !text.includes(number))).toEqual([]);
  });
});
