import { type Finding, formatBytes, formatCount } from '../../findings/index.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../words/words.ts';

/** Findings with their whole text; the ones after that are counted. */
const shown = 5;

/** Each finding: a line with severity, id and title, what was seen, what to do about it. */
export function findingLines(findings: readonly Finding[], words: Words, terminal: Terminal): string[] {
  const lines: string[] = [];
  const remediesTold = new Set<string>();
  for (const finding of findings.slice(0, shown)) {
    if (lines.length > 0) lines.push('');
    lines.push(...oneFinding(finding, words, terminal, remediesTold));
  }
  const more = findings.length - shown;
  if (more > 0) lines.push('', words.moreFindings(formatCount(more)));
  return lines;
}

function oneFinding(
  finding: Finding,
  words: Words,
  { paint, columns }: Terminal,
  remediesTold: Set<string>,
): string[] {
  const severity = paint.severity(finding.severity, words.severity(finding.severity));
  const back =
    finding.reclaimableBytes > 0 && finding.severity !== 'info'
      ? `${words.comma}${words.back} ${formatBytes(finding.reclaimableBytes)}`
      : '';
  return [
    `${severity}  ${paint.bold(finding.title)}`,
    paint.dim(`  ${finding.id}${back}`),
    ...wrap(printableLines(finding.detail), columns, '  '),
    ...wrap(unseenParagraphs(printableLines(finding.remedy), remediesTold), columns, '  '),
  ];
}

/** Paragraphs that an earlier finding printed word for word are not printed again. */
function unseenParagraphs(remedy: string, told: Set<string>): string {
  const unseen = remedy.split('\n').filter((paragraph) => paragraph.startsWith(' ') || !told.has(paragraph));
  for (const paragraph of unseen) told.add(paragraph);
  return unseen.join('\n');
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
