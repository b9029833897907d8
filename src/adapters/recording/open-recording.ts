import { type ByteSource, type Diagnostic, Diagnostics, UnreadableError } from '../../base/index.ts';
import {
  headerBytes,
  isRecording,
  openRecording as openSections,
  type Recording,
  type RecordedFacts,
  recordedPageBytes,
  recordedSpace,
} from '../../formats/index.ts';
import {
  type AddressSpace,
  type ImageEvidence,
  type Inflate,
  ResidentPages,
  type ThreadRegisters,
} from '../../image/index.ts';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';
import { RecordedMemory } from './recorded-memory.ts';
import { recordingCodec } from './recording-codec.ts';

/** True for a file that begins as a recording does. */
export function isRecordingFile(path: string): boolean {
  let file: FileSource;
  try {
    file = fileSource(path);
  } catch {
    return false;
  }
  const found = isRecording(file.read(0, headerBytes));
  file.close();
  return found;
}

/** Opens a recording as the process that it is of. `exe`: the executable, where more of it is to be had than was recorded. */
export function openRecording(path: string, options: { readonly exe?: string } = {}): RecordingImage {
  const file = fileSource(path, 'recording-unreadable', 'recording');
  const diagnostics = new Diagnostics();
  let exe: FileSource | undefined;
  try {
    const recording = openSections(file, recordingCodec, diagnostics);
    const { exe: exePath } = options;
    exe = exePath === undefined ? undefined : fileSource(exePath, 'executable-missing', 'executable');
    return new RecordingImage(path, file, recording, exe, diagnostics);
  } catch (error) {
    file.close();
    exe?.close();
    throw error instanceof UnreadableError
      ? new UnreadableError(error.code, `${path}: ${error.message}`)
      : error;
  }
}

/** A recording as evidence: the answers that the target gave when it was made. */
export class RecordingImage implements ImageEvidence {
  readonly kind: ImageEvidence['kind'];
  readonly path: string;
  readonly pid: number;
  readonly facts: RecordedFacts;
  readonly memory: RecordedMemory;
  readonly executablePath: string;
  readonly executable: ByteSource;
  readonly executableMappings: ImageEvidence['executableMappings'];
  readonly threads: readonly ThreadRegisters[];
  readonly inflate: Inflate = inflate;
  readonly monotonicNs: number | undefined;
  readonly #file: FileSource;
  readonly #exe: FileSource | undefined;
  readonly #recording: Recording;
  readonly #recordedExecutable: RecordedFile | undefined;
  readonly #diagnostics: Diagnostics;

  constructor(
    path: string,
    file: FileSource,
    recording: Recording,
    exe: FileSource | undefined,
    diagnostics: Diagnostics,
  ) {
    const { facts } = recording;
    this.kind = facts.kind;
    this.path = path;
    this.pid = facts.pid;
    this.facts = facts;
    this.memory = new RecordedMemory(recording);
    this.#recordedExecutable = exe ? undefined : new RecordedFile(recording);
    this.executable = exe ?? this.#recordedExecutable ?? new RecordedFile(recording);
    this.executablePath = exe?.path ?? facts.executablePath;
    this.executableMappings = facts.executableMappings;
    this.threads = facts.threads.map(({ linkRegister, ...thread }) =>
      linkRegister === undefined ? thread : { ...thread, linkRegister },
    );
    this.monotonicNs = facts.monotonicNs ?? undefined;
    this.#file = file;
    this.#exe = exe;
    this.#recording = recording;
    this.#diagnostics = diagnostics;
  }

  readAddressSpace(): AddressSpace | undefined {
    const { addressSpace } = this.facts;
    if (!addressSpace) return undefined;
    const { pageBytes, ...space } = addressSpace;
    const pages = new ResidentPages(pageBytes);
    let end = 0;
    for (const { start, pageCount, bits } of this.#recording.resident) {
      if (start < end) continue;
      pages.add(start, pageCount, bits);
      end = start + pageCount * pageBytes;
    }
    return { ...space, pages };
  }

  diagnostics(): Diagnostic[] {
    const found = [...this.facts.diagnostics, ...this.#diagnostics.list()];
    const missed = this.memory.missedReads + (this.#recordedExecutable?.missedReads ?? 0);
    if (missed > 0) {
      found.push({
        code: 'not-in-recording',
        message: `${missed} reads asked for memory that is not in the recording, and what it held is missing: the process changed while it was recorded, or this is another look than the one that was recorded. Record with --freeze, or more with --map or --full.`,
      });
    }
    return found;
  }

  close(): void {
    this.#file.close();
    this.#exe?.close();
  }
}

/** The recorded pages of the executable as a file; a read ends early at the first page that was not recorded. */
class RecordedFile implements ByteSource {
  readonly size: number;
  readonly #recording: Recording;
  missedReads = 0;

  constructor(recording: Recording) {
    this.size = recording.facts.executableBytes;
    this.#recording = recording;
  }

  read(offset: number, length: number): Uint8Array {
    const end = Math.min(offset + length, this.size);
    if (!(offset >= 0) || !(end > offset)) return new Uint8Array(0);
    let held = offset;
    while (held < end) {
      const page = Math.floor(held / recordedPageBytes);
      if (!this.#recording.has(recordedSpace.executable, page)) break;
      held = Math.min(end, (page + 1) * recordedPageBytes);
    }
    if (held < end) this.missedReads++;
    const bytes = new Uint8Array(held - offset);
    for (let at = offset; at < held; ) {
      const number = Math.floor(at / recordedPageBytes);
      const stop = Math.min(held, (number + 1) * recordedPageBytes);
      const page = this.#recording.page(recordedSpace.executable, number, 0);
      if (!page) return bytes.subarray(0, at - offset);
      bytes.set(
        page.subarray(at - number * recordedPageBytes, stop - number * recordedPageBytes),
        at - offset,
      );
      at = stop;
    }
    return bytes;
  }
}
