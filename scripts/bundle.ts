/**
 * Bundles the program, the library's door and the programs of threads from src/ into dist/: Node starts a few files far faster than hundreds.
 * What is imported by `import()` stays a file that is loaded when it is needed; what several files need is shared. The pages
 * of src/web are files more.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type OutputChunk, type PreRenderedChunk, rolldown } from 'rolldown';
import { pageKinds } from '../src/web/index.ts';
import { projectRoot } from './tool.ts';
import { pageTemplate } from './web-page.ts';

const sources = join(projectRoot, 'src');
const doors = ['src/cli/main.ts', 'src/index.ts', 'src/inspect/graph-thread/graph-worker.ts'];

export async function bundle(): Promise<void> {
  const { engines } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  await using build = await rolldown({
    cwd: projectRoot,
    input: doors,
    platform: 'node',
    transform: { target: `node${engines.node.replace('>=', '')}` },
    // No module of ours does anything when it is imported, but the entries: a command then loads what it calls, and not
    // all that the doors of the layers name.
    treeshake: { moduleSideEffects: false },
    plugins: [
      {
        name: 'start',
        transform: { filter: { id: /commander\/lib\/command\.js$/ }, handler: withoutProcesses },
      },
    ],
    onLog: (_level, log) => {
      throw new Error(`rolldown: ${log.message}`);
    },
  });
  const { output } = await build.write({
    dir: 'dist',
    entryFileNames: fileName,
    chunkFileNames: fileName,
    // Comments are for readers of src/ and of the declarations. Nothing is minified: a stack trace needs the names, and
    // no start was measurably faster.
    comments: { jsdoc: false, annotation: false },
    // What is loaded together is one file: each costs about as much as 50 KB of code that is not run.
    codeSplitting: {
      groups: [
        { name: 'base', test: /src\/base\// },
        { name: 'gomem', test: /src\/gomem\// },
        { name: 'terminal', test: /src\/cli\/((words|text)\/|(failure|output|terminal|progress)\.ts)/ },
        { name: 'profile', test: /src\/(profile|formats\/pprof)\// },
      ],
    },
  });
  const chunks = output.filter((file) => file.type === 'chunk');
  chunks.forEach(requirePlaces);
  const licences = licencesOf(chunks.flatMap((chunk) => chunk.moduleIds));
  writeFileSync(join(projectRoot, 'dist', 'THIRD-PARTY-LICENSES.txt'), licences);
  mkdirSync(join(projectRoot, 'dist', 'web'), { recursive: true });
  for (const kind of pageKinds)
    writeFileSync(join(projectRoot, 'dist', 'web', `${kind}.html`), await pageTemplate(kind));
}

/**
 * commander loads what starts processes, which takes as long as all of the program that a small profile needs. It starts one
 * for a command that is an executable of its own, of which there are none.
 */
function withoutProcesses(code: string): string {
  const eager = "const childProcess = require('node:child_process');";
  if (!code.includes(eager)) throw new Error('commander no longer loads node:child_process as it did');
  return code.replace(
    eager,
    "const childProcess = { spawn: (...words) => require('node:child_process').spawn(...words) };",
  );
}

/**
 * A file that stands for one module has the same place in dist/ as that has in src/; one that several files share goes
 * where a module of it that asks for its own place is.
 */
function fileName({ facadeModuleId, moduleIds }: PreRenderedChunk): string {
  if (facadeModuleId !== null) return relative(sources, facadeModuleId).replace(/\.ts$/, '.js');
  const placed = moduleIds.find(asksForPlace);
  return placed === undefined ? 'shared/[name].js' : `${dirname(relative(sources, placed))}/[name].js`;
}

function asksForPlace(id: string): boolean {
  return id.startsWith(sources) && readFileSync(id, 'utf8').includes('import.meta');
}

/** A path relative to `import.meta` leads to the same file of the package only from the same folder. */
function requirePlaces(chunk: OutputChunk): void {
  const moved = chunk.moduleIds
    .filter(asksForPlace)
    .find((id) => dirname(relative(sources, id)) !== dirname(chunk.fileName));
  if (moved !== undefined) {
    throw new Error(`${moved} asks for its own place, but is bundled into dist/${chunk.fileName}`);
  }
}

/** The licence of each package of npm that was bundled, as it wants to be passed on with the code. */
function licencesOf(modules: readonly string[]): string {
  const folders = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
  const parts = [...new Set(folders)].toSorted().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    return `${name} ${version}\n\n${readFileSync(join(folder, 'LICENSE'), 'utf8').trim()}\n`;
  });
  return parts.join('\n');
}
