import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** lab/ of the package: from src/lab and from dist/lab it is at the same place. */
export function labFolder(...parts: string[]): string {
  return path.join(fileURLToPath(new URL('../../lab', import.meta.url)), ...parts);
}
