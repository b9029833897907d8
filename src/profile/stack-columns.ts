import { noIndex, type ProfileColumns, type Texts } from '../formats/index.ts';
import type { SourceLine } from './stack-view.ts';

/** What of a profile does not depend on what it counts: stacks and the code that they name. */
export type StackColumns = Pick<ProfileColumns, 'locations' | 'functions' | 'texts'> &
  Pick<ProfileColumns['samples'], 'stackStarts' | 'stackLocations'>;

/** The columns of stacks, each innermost call first. The texts begin with '' and with `firstTexts`. */
export function stackColumns(
  stacks: readonly (readonly SourceLine[])[],
  firstTexts: readonly string[] = [],
): StackColumns {
  const texts = ['', ...firstTexts];
  const textIndex = new Map(texts.map((text, index) => [text, index]));
  const indexOf = (text: string): number => {
    let index = textIndex.get(text);
    if (index === undefined) {
      index = texts.push(text) - 1;
      textIndex.set(text, index);
    }
    return index;
  };
  const places: SourceLine[] = [];
  const placeIndex = new Map<string, number>();
  const placeOf = (place: SourceLine): number => {
    const key = `${place.functionName}\n${place.file}\n${place.line}`;
    let index = placeIndex.get(key);
    if (index === undefined) {
      index = places.push(place) - 1;
      placeIndex.set(key, index);
    }
    return index;
  };
  const stackStarts = new Uint32Array(stacks.length + 1);
  const stackLocations: number[] = [];
  stacks.forEach((stack, at) => {
    for (const place of stack) stackLocations.push(placeOf(place));
    stackStarts[at + 1] = stackLocations.length;
  });
  return {
    stackStarts,
    stackLocations: Uint32Array.from(stackLocations),
    ...codeOf(places, indexOf),
    texts: textsOf(texts),
  };
}

/** A location and a function for each line. */
function codeOf(
  places: readonly SourceLine[],
  indexOf: (text: string) => number,
): Pick<ProfileColumns, 'locations' | 'functions'> {
  const count = places.length;
  const names = Uint32Array.from(places, ({ functionName }) => indexOf(functionName));
  return {
    locations: {
      count,
      addresses: new BigUint64Array(count),
      mappings: new Uint32Array(count).fill(noIndex),
      isFolded: new Uint8Array(count),
      lineStarts: Uint32Array.from({ length: count + 1 }, (_, at) => at),
      lineFunctions: Uint32Array.from(places, (_, at) => at),
      lineNumbers: Float64Array.from(places, ({ line }) => line),
      lineColumns: new Float64Array(count),
    },
    functions: {
      count,
      names,
      systemNames: names,
      fileNames: Uint32Array.from(places, ({ file }) => indexOf(file)),
      startLines: new Float64Array(count),
    },
  };
}

function textsOf(texts: readonly string[]): Texts {
  return {
    get count() {
      return texts.length;
    },
    text: (index) => texts[index] ?? '',
  };
}
