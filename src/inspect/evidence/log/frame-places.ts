import { isStandard } from '../../../image/index.ts';
import type { CodePlace } from '../../../findings/index.ts';
import type { TracebackFrame } from '../../../formats/index.ts';

/** Where a frame stands, as far as the text says. */
type Position = TracebackFrame['position'];

const nowhere: CodePlace = { function: '', at: '' };
/** Functions with which the runtime begins a goroutine: some texts have them below the program's own. */
const beginners = /^runtime\.(?:goexit|main|goexit0|mstart1?)$/;
const mapCall =
  /^(?:runtime\.(?:map(?:access|assign|delete|iter|clear|clone|init)\w*|reflect_map\w*|reflectlite_map\w*)|internal\/runtime\/maps\.)/;

/** `/src/a.go:40`; '' where the text does not say. */
export function positionText(position: Position): string {
  return position ? `${position.file}:${position.line}` : '';
}

/** The innermost call of the program or its dependencies; of the standard library alone the outermost. */
export function ownPlaceOf(frames: readonly TracebackFrame[]): CodePlace {
  const own = frames.find(({ name }) => name !== 'panic' && !isStandard(name, '')) ?? outermost(frames);
  return own ? { function: own.name, at: positionText(own.position) } : nowhere;
}

/** What the goroutine runs. */
export function functionOf(frames: readonly TracebackFrame[]): string {
  return outermost(frames)?.name ?? '';
}

function outermost(frames: readonly TracebackFrame[]): TracebackFrame | undefined {
  return frames.findLast(({ name }) => !beginners.test(name)) ?? frames.at(-1);
}

/** True where the goroutine is in a call of the runtime for maps. */
export function isInMapCall(frames: readonly TracebackFrame[]): boolean {
  return frames.some(({ name }) => mapCall.test(name));
}

/** The release whose runtime a path of a frame lies in: `go1.22.3`; undefined where the path does not say. */
export function goVersionOf(frames: readonly TracebackFrame[]): string | undefined {
  for (const { position } of frames) {
    const found = position
      ? /[/@-](go1\.\d{1,3}(?:\.\d{1,3}|rc\d{1,2})?)(?:[./-][^/]*)?\/src\//.exec(position.file)
      : null;
    if (found) return found[1];
  }
  return undefined;
}

/** `main.(*cache)` of one of its methods or their closures; '' of a function. */
export function receiverOf(name: string): string {
  return /^(.*?\.\(\*[^)]+\))\./.exec(name)?.[1] ?? '';
}

/** `main.put main.go:16`, `cache.(*Store).put store.go:16`: without the folders of the package and of the file, for narrow columns. */
export function shortPlace({ function: name, at }: CodePlace): string {
  const bracket = name.indexOf('[');
  const slash = name.lastIndexOf('/', bracket < 0 ? name.length : bracket);
  const file = at.slice(at.lastIndexOf('/') + 1);
  return `${name.slice(slash + 1)}${file === '' ? '' : ` ${file}`}`;
}
