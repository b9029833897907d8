import fs from 'node:fs';
import path from 'node:path';
import { type Address, Diagnostics, u64At, UnreadableError } from '../../base/index.ts';
import { type Elf, type DumpRecords, openElf, readBuildInfo } from '../../formats/index.ts';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';

/** The executable of a heap dump. */
export interface DumpExecutable {
  readonly file: FileSource;
  readonly elf: Elf;
  /** Run-time address minus ELF address. */
  readonly loadBias: number;
}

const loadType = 1;
const dynamicType = 3;
const pageBytes = 4096;
const mostNeighbours = 200;
/** Types by which a file is told from another build of the same program. */
const mostTypes = 1000;

/**
 * The program that wrote the dump: what the user gave, else a file beside the dump. A dump does not name it, but holds
 * addresses and sizes of some hundred types, which must be in the file; that finds the load bias of a PIE, too. Undefined
 * where nothing beside it fits.
 */
export function findDumpExecutable(
  dumpPath: string,
  dump: DumpRecords,
  exe: string | undefined,
): DumpExecutable | undefined {
  if (exe !== undefined) {
    const found = examine(fileSource(exe, 'executable-missing', 'executable'), dump);
    if (typeof found === 'string') throw new UnreadableError('executable-mismatch', found);
    return found;
  }
  for (const neighbour of neighbours(dumpPath)) {
    const file = openQuietly(neighbour);
    const found = file && examine(file, dump);
    if (found !== undefined && typeof found !== 'string') return found;
  }
  return undefined;
}

/** Executable files of the dump's folder. */
function neighbours(dumpPath: string): string[] {
  const folder = path.dirname(dumpPath);
  try {
    return fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .slice(0, mostNeighbours)
      .map(({ name }) => path.join(folder, name))
      .filter((name) => (fs.statSync(name).mode & 0o111) !== 0);
  } catch {
    return [];
  }
}

function openQuietly(name: string): FileSource | undefined {
  try {
    return fileSource(name);
  } catch {
    return undefined;
  }
}

/** Closes the file where it is not the one; then one line says why. */
function examine(file: FileSource, dump: DumpRecords): DumpExecutable | string {
  const reason = (text: string): string => {
    file.close();
    return `${file.path} is not the program that wrote the heap dump: ${text}`;
  };
  const elf = openElf(file, { inflate, diagnostics: new Diagnostics() });
  if ('rejected' in elf) return reason(elf.message);
  const version = readBuildInfo(elf)?.goVersion;
  if (version === undefined) return reason('it has no Go build info');
  const dumped = dump.parameters?.goVersion ?? '';
  if (dumped !== '' && dumped.split(/[ -]X:/, 1)[0] !== version)
    return reason(`it was built with ${version}, the dump was written by ${dumped}`);
  const loadBias = biasOf(elf, dump);
  if (loadBias === undefined) return reason('the types of the dump are not where it has types');
  return { file, elf, loadBias };
}

/** The bias under which the first word of each type of the dump (abi.Type.Size_) is its size. */
function biasOf(elf: Elf, { types }: DumpRecords): number | undefined {
  const first = types[0];
  if (!first) return elf.type === dynamicType ? undefined : 0;
  const sizeAt = (address: Address): number => {
    const bytes = elf.readAt(address, 8);
    return bytes ? u64At(bytes, 0) : -1;
  };
  const fits = (bias: number): boolean => {
    const some = types.slice(0, mostTypes);
    const right = some.filter(({ address, size }) => sizeAt(address - bias) === size);
    // A flipped bit in the dump must not hide its program.
    return right.length * 10 >= some.length * 9;
  };
  if (elf.type !== dynamicType) return fits(0) ? 0 : undefined;
  for (const segment of elf.segments) {
    if (segment.type !== loadType) continue;
    const lowest = first.address - segment.address - segment.fileSize;
    const start = Math.max(0, Math.ceil(lowest / pageBytes) * pageBytes);
    for (let bias = start; bias <= first.address - segment.address; bias += pageBytes) {
      if (sizeAt(first.address - bias) === first.size && fits(bias)) return bias;
    }
  }
  return undefined;
}
