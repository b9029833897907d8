/** Compiles src/ to dist/, which is what users get; from nothing, so that no file of an earlier build is shipped. */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, runTool } from './tool.ts';

for (const stale of ['dist', '.cache/tsc'])
  rmSync(join(projectRoot, stale), { recursive: true, force: true });
if (runTool('tsc', '-b', 'src/cli', 'tsconfig.door.json'))
  chmodSync(join(projectRoot, 'dist/cli/main.js'), 0o755);
else process.exitCode = 1;
