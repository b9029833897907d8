import { type Diagnostics, UnreadableError } from '../../base/index.ts';
import type { DumpedSegment, Elf, DumpRecords } from '../../formats/index.ts';
import type { Memory } from '../memory.ts';
import { newestKnownMinor, oldestKnownMinor } from '../offsets/table-layout.ts';
import type { GoModule, Runtime } from '../runtime.ts';
import { findAllgs } from './find-allgs.ts';
import { parseGoVersion } from './go-version.ts';
import { openLayouts } from './layouts.ts';
import { findMapKind } from './map-kind.ts';

/** What is known of a runtime by a heap dump alone: its version, and where data and bss are. Nothing has a name or a type. */
export function runtimeOfDump(dump: DumpRecords, memory: Memory, diagnostics: Diagnostics): Runtime {
  const { parameters } = dump;
  const version = parseGoVersion(parameters?.goVersion ?? '');
  const arch = parameters?.arch === 'arm64' ? 'arm64' : 'amd64';
  if (!version || version.minor < oldestKnownMinor) {
    throw new UnreadableError(
      'go-too-old',
      `the heap dump was written by ${parameters?.goVersion ?? 'an unknown Go'}; go1.${oldestKnownMinor} to go1.${newestKnownMinor} are read`,
    );
  }
  const layouts = openLayouts(undefined, { ...version, arch });
  const module = moduleOf(dump);
  const allgs = findAllgs(noElf, 0, module, memory, layouts);
  if (!allgs) noteNoGoroutines(diagnostics);
  return {
    goVersion: version.name,
    goMinor: version.minor,
    experiments: version.experiments,
    arch,
    mapKind: findMapKind(undefined, version.minor, version.experiments),
    stripped: true,
    modulePath: '',
    modules: [module],
    layouts,
    elf: noElf,
    dwarf: undefined,
    loadBias: 0,
    mheapAddress: 0,
    allgs: allgs ?? { slice: 0, address: 0, count: 0 },
    dump,
  };
}

export function noteNoGoroutines(diagnostics: Diagnostics): void {
  diagnostics.add(
    'goroutines-not-found',
    'The list of goroutines was not found; what only a stack holds is missing.',
  );
}

function moduleOf({ data, bss }: DumpRecords): GoModule {
  const end = (segment: DumpedSegment | undefined): number =>
    segment ? segment.address + segment.byteCount : 0;
  return {
    address: 0,
    text: 0,
    etext: 0,
    types: 0,
    etypes: 0,
    gofunc: 0,
    rodata: 0,
    data: data?.address ?? 0,
    edata: end(data),
    bss: bss?.address ?? 0,
    ebss: end(bss),
    noptrdata: 0,
    enoptrdata: 0,
    noptrbss: 0,
    enoptrbss: 0,
    typelinks: { address: 0, count: 0 },
  };
}

/** In the place of an executable that is not there: it has no symbol, no section and no byte. */
const noElf: Elf = {
  type: 2,
  machine: 0,
  segments: [],
  sections: [],
  section: () => undefined,
  sectionBytes: () => new Uint8Array(0),
  symbol: () => undefined,
  notes: () => [],
  buildId: '',
  goBuildId: '',
  readAt: () => undefined,
};
