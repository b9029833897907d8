import {
  bytesSource,
  type ByteSource,
  type Diagnostic,
  Diagnostics,
  UnreadableError,
} from '../../base/index.ts';
import { isHeapDump, readHeapDump } from '../../formats/index.ts';
import { type DumpedHeap, DumpedSpans, type ImageEvidence, type Inflate } from '../../image/index.ts';
import { fileSource } from '../file/file-source.ts';
import type { FileSource } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';
import { type DumpExecutable, findDumpExecutable } from './dump-executable.ts';
import { DumpMemory } from './dump-memory.ts';

export interface OpenHeapDumpOptions {
  /** The executable that wrote the dump, where it does not lie beside it. */
  readonly exe?: string;
}

const architectures = ['amd64', 'arm64'];

/** Opens a file of debug.WriteHeapDump. It is read once, from start to end, for an index; contents stay in the file. */
export function openHeapDump(path: string, options: OpenHeapDumpOptions = {}): HeapDumpImage {
  const file = fileSource(path, 'heap-dump-unreadable', 'heap dump');
  try {
    if (!isHeapDump(file))
      throw new UnreadableError('not-a-heap-dump', `${path} is no heap dump: it does not begin like one`);
    const diagnostics = new Diagnostics();
    const { objects, ...dump } = readHeapDump(file, diagnostics);
    const { parameters } = dump;
    if (!parameters)
      throw new UnreadableError(
        'heap-dump-empty',
        `heap dump ${path} was cut off before it says anything; write it again`,
      );
    if (parameters.bigEndian || parameters.pointerBytes !== 8 || !architectures.includes(parameters.arch))
      throw new UnreadableError(
        'unsupported-heap-dump',
        `heap dump ${path} is of a processor that is not supported (${parameters.arch}); amd64 and arm64 are`,
      );
    const spans = new DumpedSpans(objects, dump, file, diagnostics);
    const executable = findDumpExecutable(path, dump, options.exe);
    if (!executable)
      diagnostics.add(
        'executable-missing',
        'A heap dump holds neither types nor names, and no executable beside it fits: types, variables and holders are missing. Pass the program that wrote it with --exe FILE.',
      );
    const memory = new DumpMemory(file, dump, spans, executable);
    const heap = { dump, spans, hasExecutable: executable !== undefined };
    return new HeapDumpImage(file, memory, heap, executable, diagnostics);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** A heap dump as evidence. */
export class HeapDumpImage implements ImageEvidence {
  readonly kind = 'heap-dump';
  readonly path: string;
  readonly pid = 0;
  readonly memory: DumpMemory;
  /** '' where it was not found. */
  readonly executablePath: string;
  readonly executable: ByteSource;
  readonly executableMappings: ImageEvidence['executableMappings'];
  readonly threads: ImageEvidence['threads'] = [];
  readonly heap: DumpedHeap;
  readonly inflate: Inflate = inflate;
  readonly #file: FileSource;
  readonly #executable: DumpExecutable | undefined;
  readonly #diagnostics: Diagnostics;

  constructor(
    file: FileSource,
    memory: DumpMemory,
    heap: DumpedHeap,
    executable: DumpExecutable | undefined,
    diagnostics: Diagnostics,
  ) {
    this.path = file.path;
    this.memory = memory;
    this.heap = heap;
    this.executablePath = executable?.file.path ?? '';
    this.executable = executable?.file ?? bytesSource(new Uint8Array(0));
    this.executableMappings = executable ? mappingsOf(executable) : [];
    this.#file = file;
    this.#executable = executable;
    this.#diagnostics = diagnostics;
  }

  diagnostics(): Diagnostic[] {
    return this.#diagnostics.list();
  }

  close(): void {
    this.#executable?.file.close();
    this.#file.close();
  }
}

function mappingsOf({ elf, loadBias }: DumpExecutable): ImageEvidence['executableMappings'] {
  return elf.segments
    .filter(({ type, fileSize }) => type === 1 && fileSize > 0)
    .map(({ address, fileSize, fileOffset }) => ({
      start: address + loadBias,
      end: address + loadBias + fileSize,
      fileOffset,
    }));
}
