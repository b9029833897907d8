import { UnreadableError } from '../../base/index.ts';
import { encodeFileHeader, encodeSection, type RawSection, sectionKind } from '../../formats/index.ts';
import type { NewFile } from '../file/new-file.ts';
import { recordingCodec } from './recording-codec.ts';

/**
 * Writes a recording. Sections wait in memory up to a bound, so that a target that stands still need not wait for
 * compression or for the disk, and so that the facts, which are complete last, come first where the bound allows.
 */
export class RecordingFile {
  readonly #file: NewFile;
  readonly #mostWaitingBytes: number;
  readonly #facts: () => RawSection;
  readonly #mustWait: boolean;
  #waiting: RawSection[] = [];
  #waitingBytes = 0;

  /**
   * `facts` is asked when the file begins, and again at its end where that was too early. `mustWait`: nothing may be
   * written before `finish`, and more than the bound is an error.
   */
  constructor(file: NewFile, mostWaitingBytes: number, facts: () => RawSection, mustWait: boolean) {
    this.#mustWait = mustWait;
    this.#file = file;
    this.#mostWaitingBytes = mostWaitingBytes;
    this.#facts = facts;
  }

  add(section: RawSection): void {
    this.#waiting.push(section);
    this.#waitingBytes += section.raw.length;
    if (this.#waitingBytes <= this.#mostWaitingBytes) return;
    if (this.#mustWait) {
      throw new UnreadableError(
        'max-memory',
        `with --redact all that is kept waits in memory, and that is more than ${Math.floor(this.#mostWaitingBytes / 2 ** 20)} MiB; leave out --full, allow more with --max-memory, or record without --redact`,
      );
    }
    this.#writeWaiting();
  }

  /** Writes what waits and ends the recording; its size. */
  finish(): number {
    const hadBegun = this.#file.size > 0;
    this.#writeWaiting();
    if (hadBegun) this.#write(this.#facts());
    this.#write({ kind: sectionKind.end, raw: new Uint8Array(0) });
    const { size } = this.#file;
    this.#file.commit();
    return size;
  }

  #writeWaiting(): void {
    if (this.#file.size === 0) {
      this.#file.write(encodeFileHeader());
      this.#write(this.#facts());
    }
    for (const section of this.#waiting) this.#write(section);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #write({ kind, raw }: RawSection): void {
    for (const bytes of encodeSection(kind, raw, recordingCodec)) this.#file.write(bytes);
  }
}
