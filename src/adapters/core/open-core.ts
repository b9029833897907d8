import { type Diagnostic, Diagnostics, UnreadableError } from '../../base/index.ts';
import { type Elf, openElf } from '../../formats/index.ts';
import type { ImageEvidence, Inflate, ThreadRegisters } from '../../image/index.ts';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';
import { type CoreExecutable, findExecutable } from './core-executable.ts';
import { CoreMemory } from './core-memory.ts';
import { type CoreNotes, readCoreNotes } from './core-notes.ts';

export interface OpenCoreOptions {
  /** The executable, where the core does not name it or it lies elsewhere. */
  readonly exe?: string;
}

const coreType = 4;
const machineNames = new Map([
  [62, 'amd64'],
  [183, 'arm64'],
]);

/** Opens an ELF core by the kernel, gdb's gcore, Delve's dump or qemu-user. Read by position: any size will do. */
export function openCore(path: string, options: OpenCoreOptions = {}): CoreImage {
  const core = fileSource(path, 'core-unreadable', 'core');
  try {
    const elfDiagnostics = new Diagnostics();
    const elf = openElf(core, { inflate, diagnostics: elfDiagnostics });
    if ('rejected' in elf)
      throw new UnreadableError('not-a-core', `${path} is no core that can be read: ${elf.message}`);
    if (elf.type !== coreType) {
      throw new UnreadableError(
        'not-a-core',
        `${path} is an ELF file but no core (an executable or library): pass its pid or a core of it`,
      );
    }
    if (!machineNames.has(elf.machine)) {
      throw new UnreadableError(
        'unsupported-elf',
        `core ${path} is of a processor that is not supported (ELF machine ${elf.machine}); amd64 and arm64 are`,
      );
    }
    if (!elf.segments.some((segment) => segment.type === 1)) {
      throw new UnreadableError(
        'core-without-memory',
        `core ${path} lists no memory: it was cut off or never finished`,
      );
    }
    const notes = readCoreNotes(elf.notes(), elf.machine);
    const memory = new CoreMemory(core, elf.segments, notes.files);
    const executable = findExecutable(path, elf.machine, notes, memory, options.exe);
    memory.useExecutable(executable.file, executable.elf.segments, executable.loadBias);
    return new CoreImage(path, core, elf, notes, memory, executable, elfDiagnostics);
  } catch (error) {
    core.close();
    throw error;
  }
}

/** A core as evidence. */
export class CoreImage implements ImageEvidence {
  readonly kind = 'core';
  readonly path: string;
  readonly pid: number;
  /** Command name of the process, '' where the core does not say. */
  readonly name: string;
  readonly memory: CoreMemory;
  readonly executablePath: string;
  readonly executable: FileSource;
  readonly executableMappings: ImageEvidence['executableMappings'];
  readonly threads: readonly ThreadRegisters[];
  readonly inflate: Inflate = inflate;
  readonly #core: FileSource;
  readonly #diagnostics = new Diagnostics();

  constructor(
    path: string,
    core: FileSource,
    elf: Elf,
    notes: CoreNotes,
    memory: CoreMemory,
    executable: CoreExecutable,
    elfDiagnostics: Diagnostics,
  ) {
    this.path = path;
    this.pid = notes.pid;
    this.name = notes.name;
    this.memory = memory;
    this.executable = executable.file;
    this.executablePath = executable.file.path;
    this.executableMappings = executableMappings(executable);
    this.threads = notes.threads;
    this.#core = core;
    const diagnostics = this.#diagnostics;
    // What is cut off is said below, in bytes of memory.
    const ofHeaders = elfDiagnostics.list().filter(({ code }) => code !== 'elf-truncated');
    diagnostics.addAll(ofHeaders);
    if (memory.truncatedBytes > 0) {
      const whole = elf.segments.reduce(
        (most, { fileOffset, fileSize }) => Math.max(most, fileOffset + fileSize),
        0,
      );
      diagnostics.add(
        'core-truncated',
        `the core ends at byte ${core.size} of ${whole}: ${memory.truncatedBytes} bytes of memory are missing from it`,
      );
    }
    if (!executable.verified) {
      diagnostics.add(
        'executable-unverified',
        `the core holds no build id, so nothing shows that ${this.executablePath} is the program that wrote it`,
      );
    }
  }

  diagnostics(): Diagnostic[] {
    return this.#diagnostics.list();
  }

  close(): void {
    this.memory.close();
    this.executable.close();
    this.#core.close();
  }
}

/** From the executable's own segments, as its loader maps them: not every core has NT_FILE. */
function executableMappings({ elf, loadBias }: CoreExecutable): ImageEvidence['executableMappings'] {
  return elf.segments
    .filter((segment) => segment.type === 1 && segment.fileSize > 0)
    .map(({ address, fileSize, fileOffset }) => {
      const intoPage = address % 4096;
      return {
        start: address + loadBias - intoPage,
        end: Math.ceil((address + loadBias + fileSize) / 4096) * 4096,
        fileOffset: fileOffset - intoPage,
      };
    });
}
