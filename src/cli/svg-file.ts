import { writeOwnFile } from './own-file.ts';

/** Writes a drawing, or one anew; a file that holds none is left alone. */
export function writeSvg(file: string, svg: string): void {
  writeOwnFile(file, svg, { what: 'SVG', isOurs: (head) => head.includes('<svg') });
}
