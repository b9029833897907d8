import type { GoFile } from '../syntax/go-file.ts';

/** A Go file and the package that it is part of. */
export interface PackageFile {
  readonly file: GoFile;
  readonly package: GoPackage;
}

/** The files that are known of one package. */
export class GoPackage {
  readonly name: string;
  /** Import path; the name where no import tells it. */
  readonly path: string;
  readonly isStandard: boolean;
  readonly files: readonly PackageFile[];

  constructor(name: string, path: string, files: readonly GoFile[], isStandard: boolean) {
    this.name = name;
    this.path = path;
    this.isStandard = isStandard;
    this.files = files.map((file) => ({ file, package: this }));
  }

  /** The file that declares this type, constant or value. */
  fileOf(kind: 'types' | 'constants' | 'values', name: string): PackageFile | undefined {
    return this.files.find(({ file }) => file[kind].has(name));
  }
}
