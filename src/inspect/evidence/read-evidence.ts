import fs from 'node:fs';
import { UnreadableError } from '../../base/index.ts';
import { openEvidence } from './evidence-file.ts';
import type { EvidenceReport } from './evidence-report.ts';
import type { SampleChoice } from './profile/chosen-samples.ts';
import { evidenceReaders } from './readers.ts';

/** Whether `readEvidence` may know a target: standard input (`-`) or a file. */
export function isEvidence(name: string): boolean {
  return name === '-' || (fs.statSync(name, { throwIfNoEntry: false })?.isFile() ?? false);
}

/** What stands behind the name of a target that has no samples to choose from. */
export const choiceWords =
  '--focus, --ignore and --tagfocus choose samples of one, or of two that are compared';

/**
 * Looks at a file or at standard input (`-`) that is no process's memory: a profile, a log, a trace, metrics. Undefined for a
 * file that no reader knows: it may be a core, or an executable whose process is meant. `onKnown` is called before the work of
 * reading begins. `choice`: of a profile, which samples. Rejects with UnreadableError where it cannot be read.
 */
export async function readEvidence(
  name: string,
  onKnown?: () => Promise<void>,
  choice?: SampleChoice,
): Promise<EvidenceReport | undefined> {
  const file = await openEvidence(name);
  try {
    const reader = evidenceReaders.find((each) => each.recognises(file.head));
    if (reader) {
      await onKnown?.();
      if (choice !== undefined && reader.hasSamples !== true)
        throw new UnreadableError('no-profile', `${name} is no profile: ${choiceWords}`);
      const read = await reader.load();
      return await read(file, choice);
    }
    if (name !== '-') return undefined;
    throw new UnreadableError(
      'evidence-unknown',
      'what standard input has is no profile, log, trace or metrics of a Go program; cores and dumps are read from a file',
    );
  } finally {
    file.close();
  }
}
