import fs from 'node:fs';
import { type FileSource, fileSource } from '../file/file-source.ts';
import { procLink } from './proc-text.ts';
import type { Mapping } from './mappings.ts';

/** statfs(2) f_type of hugetlbfs. */
const hugetlbfsMagic = 0x958458f6;

/** The files behind a process's mappings, opened when a page of one is asked for that is not in memory. */
export class MappedFiles {
  readonly #pid: number;
  readonly #files = new Map<string, FileSource | undefined>();

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** Undefined where the file cannot be opened, or another file has its name by now. */
  open(mapping: Mapping): FileSource | undefined {
    const key = `${mapping.device} ${mapping.inode}`;
    if (!this.#files.has(key)) this.#files.set(key, this.#find(mapping));
    return this.#files.get(key);
  }

  isHugePageFile(mapping: Mapping): boolean {
    try {
      return fs.statfsSync(this.#mapFile(mapping)).type === hugetlbfsMagic;
    } catch {
      return false;
    }
  }

  close(): void {
    for (const file of this.#files.values()) file?.close();
    this.#files.clear();
  }

  /**
   * map_files is the mapped file itself whatever became of its name, but wants CAP_CHECKPOINT_RESTORE; exe likewise
   * needs no name; a path is looked up in the process's own mount namespace and believed when the inode agrees.
   */
  #find(mapping: Mapping): FileSource | undefined {
    const byMapping = tryOpen(this.#mapFile(mapping));
    if (byMapping) return byMapping;
    const places = [`/proc/${this.#pid}/root${mapping.path}`];
    if (procLink(`/proc/${this.#pid}/exe`) === mapping.path) places.unshift(`/proc/${this.#pid}/exe`);
    for (const place of places) {
      const file = inodeOf(place) === mapping.inode ? tryOpen(place) : undefined;
      if (file) return file;
    }
    return undefined;
  }

  #mapFile(mapping: Mapping): string {
    return `/proc/${this.#pid}/map_files/${mapping.start.toString(16)}-${mapping.end.toString(16)}`;
  }
}

function tryOpen(path: string): FileSource | undefined {
  try {
    return fileSource(path);
  } catch {
    return undefined;
  }
}

function inodeOf(path: string): number {
  try {
    return fs.statSync(path).ino;
  } catch {
    return -1;
  }
}
