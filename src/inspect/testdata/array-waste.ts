import type { Finding, LedgerLine } from '../../findings/index.ts';
import type { Inspection } from '../inspection.ts';

type Waste = Readonly<Record<'arrays' | 'bytes' | 'idle', number>>;

/** What testdata/arrays prints. */
export type ArrayFacts = Readonly<Record<'slack' | 'pinned' | 'texts' | 'queue', Waste>>;

const arrayFindings: ReadonlySet<string> = new Set(['slice-slack', 'slice-pinned', 'string-pinned']);

/** Where a look at testdata/arrays differs from what the program says of itself. */
export function arrayProblems(inspection: Inspection, facts: ArrayFacts): string[] {
  const problems: string[] = [];
  const expectNear = (what: string, bytes: number, truth: number): void => {
    if (Math.abs(bytes - truth) > truth / 100) problems.push(`${what}: ${bytes} instead of ${truth}`);
  };
  const find = (id: string, where: string): Finding | undefined => {
    const finding = inspection.findings.find((each) => each.id === id && each.where === where);
    if (!finding) problems.push(`no ${id} at ${where}`);
    return finding;
  };
  const slack = find('slice-slack', 'main.srv.buffers[*][*]');
  if (slack) {
    expectNear('slack', Number(slack.evidence['idleBytes']), facts.slack.idle);
    expectNear('slack bytes', slack.bytes, facts.slack.bytes);
    if (slack.evidence['arrays'] !== facts.slack.arrays) problems.push('number of arrays with slack');
    if (!/^main\.srv\.buffers\[\d+\]$/.test(String(slack.evidence['largest'])))
      problems.push('largest slack');
  }
  for (const [id, where, waste] of [
    ['slice-pinned', 'main.srv.header', facts.pinned],
    ['slice-pinned', 'main.srv.queue', facts.queue],
    ['string-pinned', 'main.srv.keys[*]', facts.texts],
  ] as const) {
    const finding = find(id, where);
    if (finding) expectNear(where, finding.reclaimableBytes, waste.idle);
  }
  const told = inspection.findings.filter(({ id }) => arrayFindings.has(id));
  if (told.length > 4) problems.push(`more than four: ${told.map(({ where }) => where).join(', ')}`);
  return [...problems, ...wholeProblems(inspection)];
}

/** What holds of any look at every object, stripped or not. */
export function wholeProblems({ heap, ledger }: Inspection): string[] {
  if (!heap || heap.partial) return ['not every object was looked at'];
  const problems: string[] = [];
  if (heap.unheldBytes > 0.05 * heap.reachableBytes)
    problems.push(`${heap.unheldBytes} bytes have neither a type nor a holder`);
  const objects = lineOf(ledger.lines, 'heap.objects');
  const sum = objects?.lines?.reduce((bytes, line) => bytes + line.bytes, 0);
  if (sum !== objects?.bytes) problems.push('the lines of the objects do not add up');
  if ((lineOf(ledger.lines, 'heap.unplaced')?.bytes ?? 0) > ledger.totalBytes / 100)
    problems.push('objects were not placed');
  return problems;
}

function lineOf(among: readonly LedgerLine[] | undefined, id: string): LedgerLine | undefined {
  for (const line of among ?? []) {
    const inside = line.id === id ? line : lineOf(line.lines, id);
    if (inside) return inside;
  }
  return undefined;
}
