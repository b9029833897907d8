/** Makes dist/, which is what users get, from src/; from nothing, so that no file of an earlier build is shipped. */
import { chmodSync, cpSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle } from './bundle.ts';
import { projectRoot, runTool, toolOutput } from './tool.ts';

const dist = join(projectRoot, 'dist');
/** Where tsc puts declarations; see tsconfig.base.json. */
const declared = join(projectRoot, '.cache', 'tsc');

/** The declarations of the library's door and what they refer to, of which the compiler knows best. */
function copyDeclarations(): void {
  const listed = toolOutput('tsc', '-p', 'tsconfig.door.json', '--listFilesOnly').split('\n');
  const referredTo = listed.filter((path) => path.startsWith(declared));
  for (const path of [join(declared, 'index.d.ts'), ...referredTo])
    cpSync(path, join(dist, relative(declared, path)));
}

for (const stale of [dist, declared]) rmSync(stale, { recursive: true, force: true });
if (runTool('tsc', '-b', 'src/cli', 'tsconfig.door.json')) {
  await bundle();
  copyDeclarations();
  chmodSync(join(dist, 'cli/main.js'), 0o755);
} else process.exitCode = 1;
