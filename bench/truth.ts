import type { Look } from './highwater.ts';

/** The line of JSON that the fixture prints of itself. */
export interface Truth {
  readonly maps: readonly {
    readonly scenario: string;
    readonly address: string;
    readonly len: number;
    readonly bytes: number;
    readonly holders: readonly string[];
  }[];
  readonly crowds: readonly { readonly count: number; readonly bytes: number; readonly len: number }[];
}

/**
 * A fast wrong answer is no answer: throws unless the look agrees with the program on every map it knows by address
 * and, within the runtime's own few maps, on the number and bytes of all of them.
 */
export function checkEqual(truth: Truth, answer: Look): void {
  for (const map of truth.maps) {
    const seen = answer.maps.find((candidate) => candidate.address === map.address);
    if (!seen || seen.len !== map.len || seen.bytes !== map.bytes) {
      throw new Error(
        `${map.scenario}: the program says ${JSON.stringify(map)}, the look ${JSON.stringify(seen)}`,
      );
    }
  }
  const count = truth.maps.length + truth.crowds.reduce((sum, crowd) => sum + crowd.count, 0);
  const bytes = [...truth.maps, ...truth.crowds].reduce((sum, part) => sum + part.bytes, 0);
  const others = answer.totals.all.maps - count;
  const otherBytes = answer.totals.all.bytes - bytes;
  if (others < 0 || others > 100 || otherBytes < 0 || otherBytes > 100_000) {
    throw new Error(
      `${count} maps of ${bytes} bytes in the program, ${answer.totals.all.maps} of ${answer.totals.all.bytes} seen`,
    );
  }
}
