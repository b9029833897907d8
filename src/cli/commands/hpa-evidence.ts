import { type Diagnostic, Diagnostics, UnreadableError } from '../../base/index.ts';
import {
  type Autoscaler,
  chooseAutoscaler,
  type ClusterObjects,
  type ControllerFlags,
  defaultFlags,
  durationFromGo,
  HpaError,
  labelsFromSelector,
  momentFromText,
  type PodChoice,
  readObjects,
  scaleOf,
} from '../../hpa/index.ts';
import { UsageError } from '../failure.ts';
import { kubectlDocuments } from '../kubectl-file.ts';
import type { TerminalOptions } from '../terminal.ts';

/** What `hpa explain` and `hpa replay` have in common. */
export interface HpaOptions extends TerminalOptions {
  readonly json?: boolean;
  readonly filename: string;
  readonly name?: string;
  readonly selector?: string;
  readonly pods?: readonly string[];
  readonly tolerance?: string;
  readonly stabilization?: string;
  readonly cpuInitialization?: string;
  readonly readinessDelay?: string;
  readonly sync?: string;
  readonly report?: string;
}

export interface HpaEvidence {
  readonly autoscaler: Autoscaler;
  readonly objects: ClusterObjects;
  readonly choice: PodChoice;
  readonly flags: ControllerFlags;
}

/** Reads the autoscaler, and what the other files hold of its namespace. */
export function hpaEvidence(options: HpaOptions, files: readonly string[]): HpaEvidence {
  const documents = kubectlDocuments(options.filename);
  const everywhere = { namespace: '', labels: {} };
  const autoscaler = chooseAutoscaler(readObjects(documents, everywhere), options.name);
  // `--pods` may be the file of the autoscaler too: what is in it is read once.
  const paths = [...new Set(files)].filter((path) => path !== options.filename);
  const all = [...documents, ...paths.flatMap(kubectlDocuments)];
  const { namespace } = autoscaler;
  const { selector } = options;
  // Which pods are meant the target itself says, where it is given.
  const labels =
    selector === undefined
      ? (scaleOf(readObjects(all, { namespace, labels: {} }), autoscaler)?.labels ?? {})
      : labelsOption(selector);
  const choice = { namespace, labels };
  return { autoscaler, objects: readObjects(all, choice), choice, flags: flagsOf(options) };
}

/** Turns what cannot be explained into one line and exit code 2. */
export async function withHpaErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HpaError) throw new UnreadableError('hpa-unreadable', error.message);
    throw error;
  }
}

/** RFC 3339, or seconds since 1970. */
export function momentOption(name: string, text: string): number {
  const moment = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : momentFromText(text);
  if (moment === undefined) throw new UsageError(`${name} ${text}: write a moment like 2026-01-31T12:00:00Z`);
  return moment;
}

/** Diagnostics of several sources as one list. */
export function joined(...lists: readonly (readonly Diagnostic[])[]): Diagnostic[] {
  const all = new Diagnostics();
  all.addAll(lists.flat());
  return all.list();
}

function flagsOf(options: HpaOptions): ControllerFlags {
  const { tolerance } = options;
  if (tolerance !== undefined && !/^\d?(\.\d{1,6})?$/.test(tolerance))
    throw new UsageError(`--tolerance ${tolerance}: write a share like 0.1`);
  return {
    tolerance: tolerance === undefined ? defaultFlags.tolerance : Number(tolerance),
    downscaleStabilizationMs:
      durationOption('--stabilization', options.stabilization) ?? defaultFlags.downscaleStabilizationMs,
    cpuInitializationMs:
      durationOption('--cpu-initialization', options.cpuInitialization) ?? defaultFlags.cpuInitializationMs,
    readinessDelayMs:
      durationOption('--readiness-delay', options.readinessDelay) ?? defaultFlags.readinessDelayMs,
    syncMs: durationOption('--sync', options.sync) ?? defaultFlags.syncMs,
  };
}

function durationOption(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const duration = durationFromGo(text);
  if (duration === undefined) throw new UsageError(`${name} ${text}: write a duration like 5m or 30s`);
  return duration;
}

/** `app=web,tier=front`, as kubectl -l takes it; other operators than equality are not known. */
function labelsOption(selector: string): Record<string, string> {
  const labels = labelsFromSelector(selector);
  if (!labels) throw new UsageError(`--selector ${selector}: write labels like app=web,tier=front`);
  return labels;
}
