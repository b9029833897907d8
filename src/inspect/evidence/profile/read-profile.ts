import { Diagnostics } from '../../../base/index.ts';
import { type ProfileColumns, ProfileDecoder } from '../../../formats/index.ts';
import { profileKindOf } from '../../../profile/index.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import type { EvidenceReport } from '../evidence-report.ts';
import { chosenSamples, filterOf, type SampleChoice, withoutFindings } from './chosen-samples.ts';
import { cpuReport } from './cpu-report.ts';
import { heapReport } from './heap-report.ts';
import type { ProfileSource } from './profile-source.ts';
import { waitReport } from './wait-report.ts';

/** The report of a profile in the format of pprof, or of those of its samples that are asked for. */
export async function readProfile(file: EvidenceFile, choice?: SampleChoice): Promise<EvidenceReport> {
  if (choice === undefined) return profileReport(await decodeProfile(file));
  const filter = filterOf(choice);
  const [chosen] = chosenSamples([await decodeProfile(file)], choice, filter);
  return withoutFindings(profileReport(chosen));
}

/** Reads a profile as its bytes come; damaged ones give what can be read, and diagnostics. */
export async function decodeProfile(file: EvidenceFile): Promise<ProfileSource> {
  const diagnostics = new Diagnostics();
  const decoder = new ProfileDecoder({ diagnostics });
  let bytesRead = 0;
  for await (const piece of file.pieces()) {
    bytesRead += piece.length;
    if (!decoder.push(piece)) break;
  }
  return { name: file.name, profile: decoder.finish(file.isCut()), diagnostics, bytesRead };
}

/** What a profile, or the difference of two, says. */
export function profileReport(source: ProfileSource): EvidenceReport {
  sayWhatIsMissing(source.profile, source.diagnostics);
  const kind = profileKindOf(source.profile);
  if (kind === 'heap' || kind === 'allocs') return heapReport(source, kind);
  if (kind === 'cpu') return cpuReport(source);
  return waitReport(source, kind);
}

function sayWhatIsMissing(profile: ProfileColumns, diagnostics: Diagnostics): void {
  const kind = profileKindOf(profile);
  const isHeap = kind === 'heap' || kind === 'allocs';
  if (isHeap && profile.period <= 0)
    diagnostics.add(
      'profile-off',
      'the program does not sample allocations: runtime.MemProfileRate is 0, or nothing in it uses runtime.MemProfile',
    );
  else if (profile.samples.count === 0)
    diagnostics.add('profile-empty', 'the profile has no samples: there is nothing that it could show');
}
