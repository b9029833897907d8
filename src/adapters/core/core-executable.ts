import path from 'node:path';
import {
  type Address,
  type ByteSource,
  Diagnostics,
  u16At,
  u64At,
  UnreadableError,
  utf8,
} from '../../base/index.ts';
import { type Elf, openElf } from '../../formats/index.ts';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';
import type { CoreMemory } from './core-memory.ts';
import type { CoreNotes } from './core-notes.ts';

/** The executable of a core, found and compared with what the core itself holds of it. */
export interface CoreExecutable {
  readonly file: FileSource;
  readonly elf: Elf;
  /** Run-time address minus ELF address. */
  readonly loadBias: number;
  /** False where the core holds nothing to compare it by. */
  readonly verified: boolean;
}

interface BuildIds {
  readonly go: string;
  readonly gnu: string;
}

/** `exe` is what the user gave; without it the names in the core are tried, here and beside the core. */
export function findExecutable(
  corePath: string,
  machine: number,
  notes: CoreNotes,
  memory: CoreMemory,
  exe: string | undefined,
): CoreExecutable {
  if (exe !== undefined) {
    const found = examine(fileSource(exe, 'executable-missing', 'executable'), machine, notes, memory);
    if (typeof found === 'string') throw new UnreadableError('executable-mismatch', found);
    return found;
  }
  const names = candidates(corePath, notes, memory);
  let mismatch: string | undefined;
  for (const name of names) {
    const file = openQuietly(name);
    if (!file) continue;
    const found = examine(file, machine, notes, memory);
    if (typeof found !== 'string') return found;
    mismatch ??= found;
  }
  if (mismatch !== undefined)
    throw new UnreadableError('executable-mismatch', `${mismatch}; pass --exe FILE`);
  const looked =
    names.length > 0 ? `: looked for ${names.slice(0, 3).join(', ')}` : ': the core does not name it';
  throw new UnreadableError(
    'executable-missing',
    `the executable of core ${corePath} was not found${looked}; pass --exe FILE`,
  );
}

/** Paths of the running program as the core knows them, best first. */
function candidates(corePath: string, notes: CoreNotes, memory: CoreMemory): string[] {
  const anchor = notes.programHeaders || notes.entry;
  const mapped = notes.files.find(({ start, end }) => anchor >= start && anchor < end);
  const byName = notes.files.find(
    (file) => notes.name !== '' && path.basename(file.path).startsWith(notes.name),
  );
  const executed = notes.executableName > 0 ? textAt(memory, notes.executableName) : '';
  const named = [mapped?.path, byName?.path, executed, notes.commandLine.split(' ')[0]];
  const places: string[] = [];
  for (const name of named) {
    if (name === undefined || name === '' || name.startsWith('[')) continue;
    const plain = name.replace(/ \(deleted\)$/, '');
    if (path.isAbsolute(plain)) places.push(plain);
    places.push(path.join(path.dirname(corePath), path.basename(plain)));
  }
  if (notes.name !== '') places.push(path.join(path.dirname(corePath), notes.name));
  return [...new Set(places)];
}

function textAt(memory: CoreMemory, address: Address): string {
  const pageEnd = (Math.floor(address / 4096) + 1) * 4096;
  const bytes = memory.readCore(address, pageEnd - address);
  const end = bytes?.indexOf(0) ?? -1;
  return bytes && end > 0 ? utf8(bytes.subarray(0, end)) : '';
}

function openQuietly(name: string): FileSource | undefined {
  try {
    return fileSource(name);
  } catch {
    return undefined;
  }
}

/** The executable, or one line that says why the file is not it; the file is closed then. */
function examine(
  file: FileSource,
  machine: number,
  notes: CoreNotes,
  memory: CoreMemory,
): CoreExecutable | string {
  const found = compare(file, machine, notes, memory);
  if (typeof found === 'string') file.close();
  return found;
}

function compare(
  file: FileSource,
  machine: number,
  notes: CoreNotes,
  memory: CoreMemory,
): CoreExecutable | string {
  const elf = openElf(file, { inflate, diagnostics: new Diagnostics() });
  if ('rejected' in elf) return `${file.path} is not the executable of the core: ${elf.message}`;
  if (elf.machine !== machine || elf.type === 4) {
    return `${file.path} is not the executable of the core: it is ${elf.type === 4 ? 'a core itself' : 'for another processor'}`;
  }
  const header = file.read(0, 64);
  const fixed = elf.type === 2;
  const loadBias = fixed ? 0 : biasOf(file.path, header, notes, elf, memory);
  const headerCount = u16At(header, 56);
  // The program headers follow the file header at once, so the page of AT_PHDR is the file's first.
  const { programHeaders } = notes;
  const imageStart =
    programHeaders > 0 ? programHeaders - (programHeaders % 4096) : firstAddress(elf) + loadBias;
  const inCore = imageIds(memory, imageStart);
  const own: BuildIds = { go: elf.goBuildId, gnu: elf.buildId };
  for (const kind of ['go', 'gnu'] as const) {
    if (own[kind] === '' || inCore[kind] === '') continue;
    if (own[kind] === inCore[kind]) return { file, elf, loadBias, verified: true };
    return `${file.path} is another build than the core’s: its ${kind === 'go' ? 'Go' : 'GNU'} build id is ${own[kind]}, the core’s is ${inCore[kind]}`;
  }
  if (fixed && notes.entry > 0 && notes.entry !== u64At(header, 24)) {
    return `${file.path} is another build than the core’s: its entry point is 0x${u64At(header, 24).toString(16)}, the core’s is 0x${notes.entry.toString(16)}`;
  }
  if (notes.programHeaderCount > 0 && notes.programHeaderCount !== headerCount) {
    return `${file.path} is another build than the core’s: it has ${headerCount} program headers, the core’s has ${notes.programHeaderCount}`;
  }
  const info = elf.section('.go.buildinfo');
  const expected = info ? elf.sectionBytes('.go.buildinfo') : new Uint8Array(0);
  const held =
    info && expected.length > 0 ? memory.readCore(info.address + loadBias, expected.length) : undefined;
  if (!held) return { file, elf, loadBias, verified: false };
  if (held.every((byte, index) => byte === expected[index])) return { file, elf, loadBias, verified: true };
  return `${file.path} is another build than the core’s: its Go build info differs (own Go build id ${own.go || 'absent'}, the core’s is not in it)`;
}

/** AT_ENTRY minus e_entry; else by the mapping of the file's name; else the region that starts with the file's header. */
function biasOf(name: string, header: Uint8Array, notes: CoreNotes, elf: Elf, memory: CoreMemory): number {
  if (notes.entry > 0) return notes.entry - u64At(header, 24);
  const mapped = notes.files.find(
    (file) => file.fileOffset === 0 && path.basename(file.path) === path.basename(name),
  );
  if (mapped) return mapped.start - firstAddress(elf);
  for (const { start } of memory.regions) {
    const bytes = memory.readCore(start, header.length);
    if (bytes?.every((byte, index) => byte === header[index])) return start - firstAddress(elf);
  }
  return 0;
}

/** ELF address of the file's first byte. */
function firstAddress(elf: Elf): Address {
  const first = elf.segments.find(({ type, fileOffset }) => type === 1 && fileOffset < 4096);
  return first ? first.address - first.fileOffset : 0;
}

/** Reads the executable's own header and notes out of the core, where it holds them (the first page, by default). */
function imageIds(memory: CoreMemory, start: Address): BuildIds {
  const source: ByteSource = {
    size: 2 ** 40,
    read: (offset, length) => pagesAt(memory, start + offset, Math.min(length, 1 << 20)),
  };
  const elf = openElf(source, { inflate, diagnostics: new Diagnostics() });
  return 'rejected' in elf ? { go: '', gnu: '' } : { go: elf.goBuildId, gnu: elf.buildId };
}

/** As much of the range as the core holds from its start on. */
function pagesAt(memory: CoreMemory, address: Address, length: number): Uint8Array {
  const whole = memory.readCore(address, length);
  if (whole) return whole;
  const pageEnd = (Math.floor(address / 4096) + 1) * 4096;
  return memory.readCore(address, Math.min(length, pageEnd - address)) ?? new Uint8Array(0);
}
