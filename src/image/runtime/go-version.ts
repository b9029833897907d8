export interface GoVersion {
  /** `go1.26.8`, without the words around it and without experiments. */
  readonly name: string;
  /** 26 for go1.26.8. */
  readonly minor: number;
  /** The experiments that differ from the version's defaults. */
  readonly experiments: readonly string[];
}

/**
 * `go1.24.12`, `go1.24.12 X:noswissmap`, `go1.26.3-X:nogreenteagc` (the separator since 1.26),
 * `devel go1.27-abcdef Tue …`, `go1.22.5-custom`.
 */
export function parseGoVersion(text: string): GoVersion | undefined {
  const [version, experiments = ''] = text.split(/[ -]X:/, 2);
  const match = /go1\.(\d{1,3})(?!\d)\S*/.exec(version);
  if (!match) return undefined;
  const names = experiments.split(/\s/, 1)[0].split(',');
  return { name: match[0], minor: Number(match[1]), experiments: names.filter((name) => name !== '') };
}
