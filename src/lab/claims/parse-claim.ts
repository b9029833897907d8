import { articleIds, type Claim, unitScales } from './claim.ts';

type Fields = Readonly<Record<string, unknown>>;

const claimFields = ['id', 'article', 'section', 'lines', 'claim', 'checks', 'about', 'why'];
const checkFields = ['label', 'measured', 'unit', 'rule', 'model'];

/** What a rule of each kind must have, and may have. */
const ruleFields: Readonly<
  Record<string, { readonly must: readonly string[]; readonly may: readonly string[] }>
> = {
  near: { must: ['value'], may: ['by', 'percent'] },
  spans: { must: ['value'], may: ['percent'] },
  factor: { must: ['value', 'factor'], may: [] },
  atLeast: { must: ['value'], may: [] },
  atMost: { must: ['value'], may: [] },
  is: { must: ['value'], may: [] },
  list: { must: ['values'], may: [] },
  neverFalls: { must: ['percent'], may: [] },
  ratio: { must: ['to'], may: ['atLeast', 'atMost'] },
  against: { must: ['line'], may: ['atLeast', 'atMost'] },
};

export const measuredPath: RegExp = /^[a-z0-9-]+\/[a-z0-9-]+\/[A-Za-z0-9-]+$/;

/** The problems of a claim file's content, each a sentence; none where it is a Claim. */
export function claimProblems(content: unknown): string[] {
  if (!isFields(content)) return ['the file is not an object'];
  const problems = unknownFields(content, claimFields, 'the claim');
  if (typeof content['id'] !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(content['id'])) {
    problems.push('id is not kebab-case words');
  }
  if (!articleIds.some((id) => id === content['article']))
    problems.push('article is none of the five, nor own');
  if (typeof content['section'] !== 'string') problems.push('section is missing');
  problems.push(...textProblems(content['claim'], 'claim'));
  if (content['why'] !== undefined) problems.push(...textProblems(content['why'], 'why'));
  const { lines, about, checks } = content;
  if (content['article'] !== 'own' && !isLineRange(lines)) problems.push('lines is not [first, last]');
  if (about !== undefined && !isListOf(about, 'string')) problems.push('about is not a list of lines of Go');
  if (!Array.isArray(checks) || checks.length === 0) return [...problems, 'there is nothing to check'];
  checks.forEach((check, place) => {
    problems.push(...checkProblems(check).map((problem) => `check ${place + 1}: ${problem}`));
  });
  return problems;
}

/** The content as a claim; problems are for the caller to ask for first. */
export function asClaim(content: unknown): Claim {
  return content as Claim;
}

function checkProblems(check: unknown): string[] {
  if (!isFields(check)) return ['it is not an object'];
  const problems = unknownFields(check, checkFields, 'it');
  problems.push(...textProblems(check['label'], 'label'));
  if (typeof check['measured'] !== 'string' || !measuredPath.test(check['measured'])) {
    problems.push('measured is not experiment/variant/metric');
  }
  if (typeof check['unit'] !== 'string' || !Object.hasOwn(unitScales, check['unit']))
    problems.push('unit is unknown');
  problems.push(...ruleProblems(check['rule']));
  const { model } = check;
  if (model === undefined) return problems;
  const complete =
    isFields(model) &&
    typeof model['function'] === 'string' &&
    typeof model['pick'] === 'string' &&
    isFields(model['arguments']);
  return complete ? problems : [...problems, 'model lacks function, arguments or pick'];
}

function ruleProblems(rule: unknown): string[] {
  if (!isFields(rule) || typeof rule['kind'] !== 'string') return ['there is no rule'];
  const fields = Object.hasOwn(ruleFields, rule['kind']) ? ruleFields[rule['kind']] : undefined;
  if (!fields) return [`no rule is called ${rule['kind']}`];
  const problems = unknownFields(rule, ['kind', ...fields.must, ...fields.may], 'the rule');
  for (const name of fields.must) if (rule[name] === undefined) problems.push(`the rule lacks ${name}`);
  const bounds = fields.may.filter((name) => name === 'atLeast' || name === 'atMost');
  if (bounds.length > 0 && bounds.every((name) => rule[name] === undefined))
    problems.push('the rule has no bound');
  for (const name of ['by', 'percent', 'factor', 'atLeast', 'atMost']) {
    if (rule[name] !== undefined && typeof rule[name] !== 'number') problems.push(`${name} is not a number`);
  }
  if (rule['kind'] === 'near' && rule['by'] === undefined && rule['percent'] === undefined) {
    problems.push('near needs by or percent');
  }
  if (rule['kind'] === 'ratio' && !measuredPath.test(String(rule['to']))) problems.push('to is not a metric');
  return problems;
}

function textProblems(text: unknown, name: string): string[] {
  if (!isFields(text)) return [`${name} has no text`];
  const empty = ['en', 'zh'].filter(
    (language) => typeof text[language] !== 'string' || text[language] === '',
  );
  return empty.map((language) => `${name} has no ${language}`);
}

function unknownFields(fields: Fields, known: readonly string[], what: string): string[] {
  return Object.keys(fields)
    .filter((name) => !known.includes(name))
    .map((name) => `${what} has a field ${name} that nothing reads`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, type: 'string' | 'number'): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === type);
}

function isLineRange(lines: unknown): boolean {
  return isListOf(lines, 'number') && Array.isArray(lines) && lines.length === 2 && lines[0] <= lines[1];
}
