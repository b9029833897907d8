import fs from 'node:fs';
import { Diagnostics } from '../../base/index.ts';
import { type Elf, openElf, readBuildInfo } from '../../formats/index.ts';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { inflate } from '../file/inflate.ts';

/** What the build info of a Go program says; see BuildInfo. */
export interface GoProgram {
  readonly goVersion: string;
  readonly modulePath: string;
}

/** By device, inode and time of change, so that a thousand processes of one program cost one look. */
const known = new Map<string, GoProgram | undefined>();

/** Undefined where the file cannot be opened or is no Go program. */
export function goProgramOf(path: string): GoProgram | undefined {
  let key: string;
  try {
    const { dev, ino, mtimeMs, size } = fs.statSync(path);
    key = `${dev} ${ino} ${mtimeMs} ${size}`;
  } catch {
    return undefined;
  }
  if (!known.has(key)) known.set(key, readGoProgram(path));
  return known.get(key);
}

function readGoProgram(path: string): GoProgram | undefined {
  let file: FileSource;
  try {
    file = fileSource(path);
  } catch {
    return undefined;
  }
  try {
    const elf = openElf(file, { inflate, diagnostics: new Diagnostics() });
    if ('rejected' in elf || !mayBeGo(elf)) return undefined;
    const info = readBuildInfo(elf);
    return info && { goVersion: info.goVersion, modulePath: info.modulePath };
  } finally {
    file.close();
  }
}

/** Spares the search through the data segment of every other program: that is for files without section names. */
function mayBeGo(elf: Elf): boolean {
  return elf.section('.go.buildinfo') !== undefined || elf.goBuildId !== '' || elf.sections.length <= 1;
}
