/** A page that can be built; the name of its folder, its main script's and its style's. */
export const pageKinds = ['explorer', 'report', 'evidence'] as const;

export type PageKind = (typeof pageKinds)[number];

/** What a page of this kind has as its generator, and no other file: we may write over it. */
export function generatorOf(kind: PageKind): string {
  return `highwater ${kind}`;
}
