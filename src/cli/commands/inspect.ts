import type { Severity } from '../../findings/index.ts';
import { choiceWords, isEndpoint, isEvidence } from '../../inspect/index.ts';
import { UsageError } from '../failure.ts';
import type { TerminalOptions } from '../terminal.ts';

export interface InspectCommandOptions extends TerminalOptions {
  readonly watch?: string;
  readonly every?: string;
  readonly prometheus?: string;
  readonly selector?: string;
  readonly range?: string;
  readonly rule?: readonly string[];
  readonly json?: boolean;
  readonly html?: string | true;
  readonly pprof?: string;
  readonly top?: number;
  readonly map?: string;
  readonly why?: string;
  readonly freeze?: boolean;
  readonly holders?: boolean;
  readonly graph?: boolean;
  readonly maxMemory?: string;
  readonly redact?: boolean;
  readonly exe?: string;
  readonly failOn?: Severity;
  readonly deep?: boolean;
  readonly gcTest?: boolean;
  readonly header?: readonly string[];
  readonly type?: readonly string[];
  readonly focus?: string;
  readonly ignore?: string;
  readonly tagFocus?: string;
}

/** Options that only a URL has a use for. */
const endpointOptions = [
  ['deep', '--deep'],
  ['gcTest', '--gc-test'],
  ['header', '--header'],
  ['type', '--type'],
] as const;

/** The report of one target; of several of one program what changed between them. */
export async function inspect(targets: readonly string[], options: InspectCommandOptions): Promise<void> {
  if (options.prometheus !== undefined || options.watch !== undefined) {
    refuseMisplaced(options, options.prometheus === undefined && targets.some(isEndpoint));
    const { inspectSeries } = await import('./inspect-series.ts');
    await inspectSeries(targets, options);
    return;
  }
  refuseStrayOptions(targets, options);
  const isChosen = (['focus', 'ignore', 'tagFocus'] as const).some((option) => options[option] !== undefined);
  if (isChosen && (targets.length > 2 || !targets.every(isEvidence)))
    throw new UsageError(`name a file that is a profile: ${choiceWords}`);
  if (targets.some(isEndpoint)) {
    // What a URL holds may be a secret, and is not repeated.
    if (targets.length > 1) throw new UsageError('a URL is inspected alone');
    const { inspectEndpoint } = await import('./inspect-endpoint.ts');
    await inspectEndpoint(targets[0], options);
    return;
  }
  refuseMisplaced(options, false);
  if (targets.length > 1) {
    if (targets.every(isEvidence)) {
      if (targets.length > 2) {
        const { inspectProfiles } = await import('./inspect-series.ts');
        if (await inspectProfiles(targets, options)) return;
      }
      const { compareEvidenceFiles } = await import('./inspect-evidence.ts');
      if (await compareEvidenceFiles(targets, options)) return;
    }
    if (isChosen) throw new UsageError(`${targets[0]} is no profile: ${choiceWords}`);
    const { inspectGrowth } = await import('./inspect-growth.ts');
    await inspectGrowth(targets, options);
    return;
  }
  if (isEvidence(targets[0])) {
    const { inspectEvidence } = await import('./inspect-evidence.ts');
    if (await inspectEvidence(targets[0], options)) return;
    if (isChosen) throw new UsageError(`${targets[0]} is no profile: ${choiceWords}`);
  }
  const { inspectMemory } = await import('./inspect-memory.ts');
  await inspectMemory(targets[0], options);
}

function refuseMisplaced(options: InspectCommandOptions, isOfUrl: boolean): void {
  if (isOfUrl) return;
  const misplaced = endpointOptions.find(
    // Prometheus is a URL, too, and may want to know who asks.
    ([option]) => options[option] !== undefined && !(option === 'header' && options.prometheus !== undefined),
  );
  if (misplaced) throw new UsageError(`${misplaced[1]} wants a URL (http://host:port)`);
}

function refuseStrayOptions(targets: readonly string[], options: InspectCommandOptions): void {
  if (targets.length === 0) throw new UsageError("missing required argument 'targets'; see highwater --help");
  const owners = { every: 'watch', selector: 'prometheus', range: 'prometheus', rule: 'watch' } as const;
  for (const [option, owner] of Object.entries(owners))
    if (option === 'rule' && targets.length > 2) continue;
    else if (options[option as keyof typeof owners] !== undefined)
      throw new UsageError(`--${option} goes with --${owner}; see highwater --help`);
}
