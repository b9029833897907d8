/**
 * The explorer of src/web as one HTML file that still lacks its preset: `npm run build` puts it into dist/, and in a
 * checkout `highwater predict --html` starts this script, which prints it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { presetMarker } from '../src/web/index.ts';
import { projectRoot } from './tool.ts';

const parts = join(projectRoot, 'src', 'web', 'page');

export async function explorerTemplate(): Promise<string> {
  const script = await explorerScript();
  const style = readFileSync(join(parts, 'explorer.css'), 'utf8').replace(/\s+/g, ' ');
  const values: Readonly<Record<string, string>> = {
    SCRIPT: script,
    STYLE: style,
    'SCRIPT-HASH': hashSource(script),
    'STYLE-HASH': hashSource(style),
    PRESET: presetMarker,
  };
  const page = readFileSync(join(parts, 'explorer.html'), 'utf8');
  return page.replace(/%([A-Z-]+)%/g, (_, name: string) => values[name]);
}

/** Everything behind main.ts as a script without imports. */
async function explorerScript(): Promise<string> {
  await using build = await rolldown({
    cwd: projectRoot,
    input: 'src/web/explorer/main.ts',
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

if (import.meta.main) process.stdout.write(await explorerTemplate());
