import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatBytes, type Language } from '../findings/index.ts';
import { fillPage, generatorOf, type PageKind } from '../web/index.ts';
import { writeAll } from './output.ts';
import { type OwnFile, refuseForeignFile, writeOwnFile } from './own-file.ts';
import { printable } from './text/printable.ts';

const usualFiles: Readonly<Record<PageKind, string>> = {
  explorer: 'highwater-explorer.html',
  report: 'highwater-report.html',
  evidence: 'highwater-evidence.html',
};

const written: Readonly<Record<Language, (file: string, size: string) => string>> = {
  en: (file, size) => `${file} (${size}): open it in a browser; it needs no network.\n`,
  zh: (file, size) => `${file}（${size}）：用浏览器打开即可，不需要网络。\n`,
};

/** Where a page shall go: a path, `-` for stdout; true where none was given. */
export type PageTarget = string | true;

/** Fails where the page could not be written in the end, before the work for it begins. */
export function refusePageTarget(kind: PageKind, target: PageTarget): void {
  if (target !== '-') refuseForeignFile(fileOf(kind, target), ownPage(kind));
}

/** Puts data, as JSON text, into a page and writes it; says so where it is a file. */
export async function writePage(
  kind: PageKind,
  target: PageTarget,
  json: string,
  language: Language,
): Promise<void> {
  const page = fillPage(template(kind), json);
  if (target === '-') {
    await writeAll([page]);
    return;
  }
  const file = fileOf(kind, target);
  writeOwnFile(file, page, ownPage(kind));
  await writeAll([written[language](printable(file), formatBytes(Buffer.byteLength(page)))]);
}

function fileOf(kind: PageKind, target: PageTarget): string {
  return target === true ? usualFiles[kind] : target;
}

function ownPage(kind: PageKind): OwnFile {
  const mark = `<meta name="generator" content="${generatorOf(kind)}">`;
  return { what: `page of the ${kind}`, isOurs: (head) => head.includes(mark) };
}

/** Built into dist/; a checkout has no build, and makes it anew by the script that the build uses. */
function template(kind: PageKind): string {
  const built = new URL(`../web/${kind}.html`, import.meta.url);
  if (fs.existsSync(built)) return fs.readFileSync(built, 'utf8');
  const script = fileURLToPath(new URL('../../scripts/web-page.ts', import.meta.url));
  return execFileSync(process.execPath, [script, kind], { encoding: 'utf8', maxBuffer: 2 ** 24 });
}
