import type { SourceLine } from '../../../profile/index.ts';

/** `main.fill main.go:77`; the function alone where the profile has no lines. */
export function lineText({ functionName, file, line }: SourceLine): string {
  const base = file.slice(file.lastIndexOf('/') + 1);
  return base === '' || line === 0 ? functionName : `${functionName} ${base}:${line}`;
}
