import { type Diagnostics, UnreadableError } from '../../base/index.ts';
import { type BuildInfo, type Elf, openElf, readBuildInfo } from '../../formats/index.ts';
import type { ImageEvidence } from '../evidence.ts';
import { newestKnownMinor, oldestKnownMinor } from '../offsets/table-layout.ts';
import { type GoVersion, parseGoVersion } from './go-version.ts';

export interface GoExecutable {
  readonly elf: Elf;
  readonly buildInfo: BuildInfo;
  /** With the experiments that the version and the build settings name. */
  readonly version: GoVersion;
  readonly arch: 'amd64' | 'arm64';
}

const etExec = 2;
const etDyn = 3;

/** Opens the executable and rejects what this layer cannot read, each with one line for the user. */
export function openGoExecutable(evidence: ImageEvidence, diagnostics: Diagnostics): GoExecutable {
  const path = evidence.executablePath;
  const elf = openElf(evidence.executable, { inflate: evidence.inflate, diagnostics });
  if ('rejected' in elf) {
    throw new UnreadableError(
      'unsupported-elf',
      `${path}: ${elf.message}; Linux amd64 and arm64 programs are read`,
    );
  }
  const arch = elf.machine === 62 ? 'amd64' : elf.machine === 183 ? 'arm64' : undefined;
  if (!arch) {
    throw new UnreadableError(
      'unsupported-elf',
      `${path}: machine type ${elf.machine} is not read; programs for amd64 and arm64 are`,
    );
  }
  if (elf.type !== etExec && elf.type !== etDyn) {
    throw new UnreadableError(
      'unsupported-elf',
      `${path}: not an executable; pass the program that was running`,
    );
  }
  const buildInfo = readBuildInfo(elf);
  if (!buildInfo) {
    throw new UnreadableError(
      'not-go',
      `${path}: not a Go program (it has no Go build info); name the Go process or its binary`,
    );
  }
  const version = parseGoVersion(buildInfo.goVersion);
  if (!version) {
    throw new UnreadableError(
      'not-go',
      `${path}: build info names no Go version ("${printable(buildInfo.goVersion)}"); rebuild it with a released Go`,
    );
  }
  if (version.minor < oldestKnownMinor) {
    throw new UnreadableError(
      'go-too-old',
      `${path}: built with ${version.name}; go1.${oldestKnownMinor} to go1.${newestKnownMinor} are read, rebuild it with one of them`,
    );
  }
  const experiments = [...new Set([...version.experiments, ...buildInfo.experiments])];
  return { elf, buildInfo, version: { ...version, experiments }, arch };
}

/** Text from a file as it may stand on a terminal. */
function printable(text: string): string {
  return text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?');
}
