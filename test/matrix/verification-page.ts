import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../truth/build-go.ts';
import type { Row } from './record.ts';
import { versionOf } from './tools.ts';

const page = join(projectRoot, 'docs', 'verification.md');
const begin = '<!-- matrix: written by npm run test:matrix -->';
const end = '<!-- /matrix -->';

/** Puts the rows into docs/verification.md between its marks; the rest of the page stays. */
export function writeVerification(rows: readonly Row[], date: Date): void {
  const section = `${begin}\n${sectionText(rows, date)}${end}`;
  const present = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const from = present.indexOf(begin);
  const to = present.indexOf(end);
  if (from >= 0 && to > from) {
    writeFileSync(page, present.slice(0, from) + section + present.slice(to + end.length));
  } else {
    writeFileSync(page, `${present === '' ? '# Verification\n' : present.trimEnd()}\n\n${section}\n`);
  }
}

function sectionText(rows: readonly Row[], date: Date): string {
  const count = (outcome: Row['outcome']): number => rows.filter((row) => row.outcome === outcome).length;
  const groups = [...new Set(rows.map((row) => row.group))].sort();
  return [
    '## The census against the truth\n',
    'Each fixture process knows its maps and prints them; the census must find every one by its address with equal type,',
    'length, slots, bytes, boxes, tombstones, growth and holder, and no map of the program that the program does not know.',
    'The servers are held against what the map functions of the runtime allocated by their own heap profile.',
    'Predicted maps must have the structure and the bytes of real ones where no hash seed plays a part, and means within',
    'three standard errors and the measured spread elsewhere; simulated maps must be equal slot by slot under equal hashes.',
    'Heap dumps, recordings and cores of ours must say what their process says. Programs that waste memory in ways they know',
    'must be told so within 1 % of the bytes, and nothing else; healthy ones must be told nothing.\n',
    `${date.toISOString().slice(0, 10)}: ${count('agrees')} agree, ${count('differs')} differ, ${count('not run')} not run.`,
    `${versionsText()}\n`,
    ...groups.map((group) => groupTable(group, rows)),
  ].join('\n');
}

function versionsText(): string {
  const versions = [
    `Node ${process.versions.node}`,
    versionOf('go', 'version'),
    versionOf('gdb', '--version'),
    versionOf('qemu-aarch64', '--version'),
    `Linux ${release()} ${arch()}`,
  ];
  return versions.join('; ');
}

function groupTable(group: string, rows: readonly Row[]): string {
  const lines = rows
    .filter((row) => row.group === group)
    .map(({ subject, outcome, detail }) => `| ${subject} | ${outcome} | ${cell(detail)} |`);
  return `### ${group}\n\n| subject | outcome | detail |\n|---|---|---|\n${lines.join('\n')}\n`;
}

function cell(text: string): string {
  const line = text.replaceAll('|', '\\|').replaceAll('\n', '; ');
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
