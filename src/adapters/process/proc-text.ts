import fs from 'node:fs';

/** A small text file of /proc; undefined where it cannot be read (process gone, permission, no such file). */
export function procText(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

/** Target of a link of /proc; undefined where it cannot be read. */
export function procLink(path: string): string | undefined {
  try {
    return fs.readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Names in a directory of /proc; empty where it cannot be read. */
export function procNames(path: string): string[] {
  try {
    return fs.readdirSync(path);
  } catch {
    return [];
  }
}
