import { type Diagnostics, UnreadableError } from '../../base/index.ts';
import { type Dwarf, openDwarf } from '../../formats/index.ts';
import type { ImageEvidence } from '../evidence.ts';
import { newestKnownMinor } from '../offsets/table-layout.ts';
import type { GoModule, Runtime } from '../runtime.ts';
import { findAllgs, readAllgs } from './find-allgs.ts';
import { findMheap } from './find-mheap.ts';
import { findFirstModule } from './find-module.ts';
import { noteNoGoroutines, runtimeOfDump } from './dumped-runtime.ts';
import { openLayouts } from './layouts.ts';
import { findLoadBias } from './load-bias.ts';
import { findMapKind } from './map-kind.ts';
import { readModules } from './module-data.ts';
import { type GoExecutable, openGoExecutable } from './open-executable.ts';

/** Finds the Go runtime in an image. Throws UnreadableError where nothing can be read. */
export function findRuntime(evidence: ImageEvidence, diagnostics: Diagnostics): Runtime {
  const { heap } = evidence;
  if (heap && !heap.hasExecutable) return runtimeOfDump(heap.dump, evidence.memory, diagnostics);
  const program = openGoExecutable(evidence, diagnostics);
  const { elf, version, arch, buildInfo } = program;
  const { memory } = evidence;
  const dwarf = openDwarf(elf, diagnostics);
  noteNewerGo(program, dwarf, diagnostics);
  const layouts = openLayouts(dwarf, { ...version, arch });
  const loadBias = findLoadBias(elf, evidence);
  const first = loadBias === undefined ? undefined : findFirstModule(elf, loadBias, memory, layouts);
  if (loadBias === undefined || first === undefined) throw runtimeMissing(evidence, 'module data');
  const modules = readModules(first, memory, layouts, diagnostics);
  if (modules.length === 0) throw runtimeMissing(evidence, 'module data');
  const mheapAddress = heap ? 0 : findMheap(elf, loadBias, modules[0], memory, layouts);
  if (mheapAddress === undefined) throw runtimeMissing(evidence, 'heap');
  const allgs = findAllgs(elf, loadBias, modules[0], memory, layouts);
  if (!allgs) noteNoGoroutines(diagnostics);
  checkText(elf.section('.text')?.address, loadBias, modules[0], diagnostics);
  return {
    goVersion: version.name,
    goMinor: version.minor,
    experiments: version.experiments,
    arch,
    mapKind: findMapKind(dwarf, version.minor, version.experiments),
    stripped: dwarf === undefined,
    modulePath: buildInfo.modulePath,
    modules,
    layouts,
    elf,
    dwarf,
    loadBias,
    mheapAddress,
    allgs: allgs ?? { slice: 0, address: 0, count: 0 },
    ...(heap ? { dump: heap.dump } : {}),
  };
}

/** The runtime of a process that went on since it was found: what may be elsewhere now is read again. */
export function findRuntimeAgain(
  known: Runtime,
  { memory }: ImageEvidence,
  diagnostics: Diagnostics,
): Runtime {
  const { layouts, elf, loadBias } = known;
  const modules = readModules(known.modules[0].address, memory, layouts, diagnostics);
  if (modules.length === 0) return known;
  const allgs =
    readAllgs(known.allgs, memory, layouts) ?? findAllgs(elf, loadBias, modules[0], memory, layouts);
  return { ...known, modules, allgs: allgs ?? known.allgs };
}

function noteNewerGo(program: GoExecutable, dwarf: Dwarf | undefined, diagnostics: Diagnostics): void {
  const { version } = program;
  if (version.minor <= newestKnownMinor) return;
  const known = `go1.${newestKnownMinor}`;
  diagnostics.add(
    'go-newer-than-known',
    dwarf
      ? `${version.name} is newer than ${known}, the newest known here: its own debug information is believed.`
      : `${version.name} is newer than ${known} and has no debug information: the layouts of ${known} are used, which may be wrong.`,
  );
}

/** `text` lies inside .text: cgo and external linking put C start-up code before it. */
function checkText(
  section: number | undefined,
  loadBias: number,
  module: GoModule,
  diagnostics: Diagnostics,
): void {
  if (section === undefined || module.text >= section + loadBias) return;
  diagnostics.add(
    'load-bias-doubtful',
    'The program text is not where the executable says; addresses of globals may be wrong.',
  );
}

function runtimeMissing({ kind, executablePath, pid }: ImageEvidence, what: string): UnreadableError {
  const image = kind === 'process' ? `process ${pid}` : kind === 'core' ? 'the core' : 'the heap dump';
  const advice =
    kind === 'process' ? 'wait until it has started' : 'pass the executable that was running with --exe';
  return new UnreadableError(
    'runtime-not-found',
    `${executablePath}: the Go runtime's ${what} is not in the memory of ${image}; ${advice}`,
  );
}
