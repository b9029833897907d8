import type { Flavour, GoLine } from '../truth/toolchain.ts';

/** Every supported Go line, both map designs and both span designs where a line has two. */
export const goLines: readonly GoLine[] = [
  { toolchain: 'go1.18.10' },
  { toolchain: 'go1.19.13' },
  { toolchain: 'go1.20.14' },
  { toolchain: 'go1.21.13' },
  { toolchain: 'go1.22.12' },
  { toolchain: 'go1.23.12' },
  { toolchain: 'go1.24.12' },
  { toolchain: 'go1.24.12', experiment: 'noswissmap' },
  { toolchain: 'go1.25.5' },
  { toolchain: 'go1.25.5', experiment: 'noswissmap' },
  { toolchain: 'go1.25.5', experiment: 'greenteagc' },
  { toolchain: 'go1.26.3' },
  { toolchain: 'local' },
];

export const local: GoLine = { toolchain: 'local' };
export const classic: GoLine = { toolchain: 'go1.23.12' };

interface LineCase {
  readonly line: GoLine;
  readonly flavour: Flavour;
}

export const lineCases: readonly LineCase[] = [
  ...goLines.flatMap((line) => (['plain', 'stripped', 'pie'] as const).map((flavour) => ({ line, flavour }))),
  { line: classic, flavour: 'stripped-pie' },
  { line: local, flavour: 'stripped-pie' },
  { line: classic, flavour: 'cgo' },
  { line: local, flavour: 'cgo' },
];

/** Lines whose arm64 build is looked at: one of each map design, the oldest, and the newest. */
export const armLines: readonly GoLine[] = [
  { toolchain: 'go1.18.10', arch: 'arm64' },
  { toolchain: 'go1.23.12', arch: 'arm64' },
  { toolchain: 'go1.24.12', arch: 'arm64' },
  { toolchain: 'local', arch: 'arm64' },
];

export const coreMakers = ['kernel', 'gdb', 'delve'] as const;
export type CoreMaker = (typeof coreMakers)[number];

export const coreCases: readonly { readonly line: GoLine; readonly maker: CoreMaker }[] = [
  classic,
  local,
].flatMap((line) => coreMakers.map((maker) => ({ line, maker })));

/** Lines and flavours of which a recording and a core are made by highwater itself and read without the process. */
export const recordingCases: readonly LineCase[] = lineCases.filter(
  ({ flavour }) => flavour !== 'pie' && flavour !== 'stripped-pie',
);

/** A heap of 2.2 GB: one emptied map among 100,000 small live ones, and payloads. */
export const largeLines: readonly GoLine[] = [classic, local];

/** Lines whose idle pages and emptied maps the two-GC test tells apart. */
export const collectionLines: readonly GoLine[] = goLines.filter(
  ({ toolchain }) => !/^go1\.(18|19|20)\./.test(toolchain),
);

/** Processes that are started anew for a snapshot: what has not changed between two snapshots of one has the same samples. */
export const endpointProcesses = 100;

export const servers = ['prometheus', 'nats-server'] as const;

/** Toolchains whose binaries the format readers are held against, and whose layouts and sources the reader of Go source. */
export const formatToolchains: readonly string[] = [...new Set(goLines.map(({ toolchain }) => toolchain))];

/** Lines that the lab's claims are held against; how the heap is collected changes none of them. */
export const labLines: readonly GoLine[] = goLines.filter(
  ({ toolchain, experiment }) => toolchain !== 'local' && experiment !== 'greenteagc',
);

/** Looks with --freeze that are killed at a random moment. */
export const freezeKills = 100;

/** Lines whose maps are predicted and simulated: how spans are marked changes nothing in them. */
export const mapLines: readonly GoLine[] = goLines.filter(
  ({ toolchain, experiment }) => !/^go1\.(18|19|20)\./.test(toolchain) && experiment !== 'greenteagc',
);

/** Lines whose maps are predicted for the whole grid: one of each minor version and design that differs in its maps. */
export const gridLines: readonly GoLine[] = mapLines.filter(
  ({ toolchain, experiment }) =>
    !toolchain.startsWith('go1.26.') && !(toolchain.startsWith('go1.25.') && experiment === 'noswissmap'),
);

/** Lines whose programs are looked into for entries that are over, plain and stripped. */
export const valueCases: readonly LineCase[] = goLines
  .filter(({ toolchain }) => !/^go1\.(18|19|20)\./.test(toolchain))
  .flatMap((line) => (['plain', 'stripped'] as const).map((flavour) => ({ line, flavour })));

/** Lines of whose values cores are looked into: one of each map design. */
export const valueCoreLines: readonly GoLine[] = [classic, local];

/** Lines whose pools, timers, handles and finalizers are held against what programs know of them. */
export const containerLines: readonly GoLine[] = goLines.filter(
  ({ toolchain, experiment }) => !/^go1\.(18|19|20)\./.test(toolchain) && experiment === undefined,
);

/** Lines on which wasted goroutines, heap pages and memory outside Go are found. */
export const wasteLines: readonly GoLine[] = goLines.filter(
  ({ toolchain, experiment }) =>
    !/^go1\.(18|19|20)\./.test(toolchain) && (experiment === undefined || experiment === 'greenteagc'),
);

/** Lines on which slices and strings that keep more than they use are found. */
export const arrayLines: readonly GoLine[] = goLines.filter(
  ({ toolchain }) => !/^go1\.(18|19|20)\./.test(toolchain),
);

/** Lines whose profiles are read: how the heap is collected changes nothing in them. */
export const profileLines: readonly GoLine[] = goLines.filter(
  ({ toolchain, experiment }) => !toolchain.startsWith('go1.18.') && experiment !== 'greenteagc',
);

/** Programs whose RSS is to be on named lines, and the share that may not be. */
export const explainedPrograms: readonly { readonly name: string; readonly unexplained: number }[] = [
  { name: 'ledger', unexplained: 0.01 },
  { name: 'ledger-cgo', unexplained: 0.03 },
  { name: 'arrays', unexplained: 0.01 },
  { name: 'filled', unexplained: 0.01 },
];

/** The map design that a line is built with. */
export function mapKindOf({ toolchain, experiment }: GoLine): 'classic' | 'swiss' {
  return /^go1\.(18|19|20|21|22|23)\./.test(toolchain) || experiment === 'noswissmap' ? 'classic' : 'swiss';
}

/** How many rows a whole run records; the freeze is one, container cores another. */
export const subjectCount: number =
  2 * lineCases.length +
  coreCases.length +
  recordingCases.length +
  3 * armLines.length +
  largeLines.length +
  servers.length +
  arrayLines.length +
  explainedPrograms.length +
  servers.length +
  3 * formatToolchains.length +
  mapLines.length +
  gridLines.length +
  formatToolchains.length +
  labLines.length +
  valueCases.length +
  valueCoreLines.length +
  containerLines.length +
  collectionLines.length +
  // With a fixture.
  servers.length +
  1 +
  profileLines.length +
  // With two cores.
  wasteLines.length +
  2 +
  2 +
  // Logs.
  formatToolchains.length;
