/**
 * A page of src/web as one HTML file that still lacks its data: `npm run build` puts each into dist/, and in a checkout
 * `--html` starts this script with the name of the page, which prints it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { dataMarker, generatorOf, type PageKind, pageKinds } from '../src/web/index.ts';
import { projectRoot } from './tool.ts';

const parts = join(projectRoot, 'src', 'web', 'page');

/** What a reader sees where scripts are switched off. */
const withoutScript: Readonly<Record<PageKind, string>> = {
  explorer: 'This page simulates Go maps with JavaScript, which is switched off here.',
  report: 'This page shows its numbers with JavaScript, which is switched off here.',
  evidence: 'This page shows its numbers with JavaScript, which is switched off here.',
};

/** Style sheets of each page; that of evidence is made of the parts of the report. */
const styles: Readonly<Record<PageKind, readonly string[]>> = {
  explorer: ['base', 'explorer'],
  report: ['base', 'report'],
  evidence: ['base', 'report', 'evidence'],
};

export async function pageTemplate(kind: PageKind): Promise<string> {
  const script = await pageScript(kind);
  const style = styles[kind].map((name) => readFileSync(join(parts, `${name}.css`), 'utf8')).join('');
  const shortStyle = style.replace(/\s+/g, ' ');
  const values: Readonly<Record<string, string>> = {
    SCRIPT: script,
    STYLE: shortStyle,
    'SCRIPT-HASH': hashSource(script),
    'STYLE-HASH': hashSource(shortStyle),
    GENERATOR: generatorOf(kind),
    NOSCRIPT: withoutScript[kind],
    DATA: dataMarker,
  };
  const page = readFileSync(join(parts, 'page.html'), 'utf8');
  return page.replace(/%([A-Z-]+)%/g, (_, name: string) => values[name]);
}

/** Everything behind main.ts as a script without imports. */
async function pageScript(kind: PageKind): Promise<string> {
  await using build = await rolldown({
    cwd: projectRoot,
    input: `src/web/${kind}/main.ts`,
    platform: 'browser',
    transform: { target: 'es2022' },
    onLog: (_level, log) => {
      throw new Error(`rolldown: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format: 'iife', minify: true });
  // In a string of JavaScript `\/` is `/`; in HTML the first would end the script, and the second begin a comment.
  return output[0].code.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}

/** As a Content-Security-Policy names an inline script or style: only this text may run. */
function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (import.meta.main) {
  const kind = pageKinds.find((each) => each === process.argv[2]);
  if (kind === undefined) throw new Error(`name a page: ${pageKinds.join(', ')}`);
  process.stdout.write(await pageTemplate(kind));
}
