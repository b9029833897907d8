import { UnreadableError } from '../../base/index.ts';
import { compareLines } from '../results/go-order.ts';

/** A line of Go as the lab measures it: the last release that was known of it, and how it is built. */
export interface GoLine {
  /** `1.23`, `1.24+noswissmap`. */
  readonly line: string;
  /** What GOTOOLCHAIN is set to. */
  readonly toolchain: string;
  readonly experiment?: string;
  /** Whether another release of the line will do, so that the machine's own Go is taken where it is one. */
  readonly anyRelease?: boolean;
}

/** Every line that the lab knows, older ones first: both map designs of 1.24. */
export const knownLines: readonly GoLine[] = [
  { line: '1.18', toolchain: 'go1.18.10', anyRelease: true },
  { line: '1.19', toolchain: 'go1.19.13', anyRelease: true },
  { line: '1.20', toolchain: 'go1.20.14', anyRelease: true },
  { line: '1.21', toolchain: 'go1.21.13', anyRelease: true },
  { line: '1.22', toolchain: 'go1.22.12', anyRelease: true },
  { line: '1.23', toolchain: 'go1.23.12', anyRelease: true },
  { line: '1.24+noswissmap', toolchain: 'go1.24.12', experiment: 'noswissmap', anyRelease: true },
  { line: '1.24', toolchain: 'go1.24.12', anyRelease: true },
  { line: '1.25', toolchain: 'go1.25.5', anyRelease: true },
  { line: '1.26', toolchain: 'go1.26.3', anyRelease: true },
];

/** The machine's own Go. */
const local = 'local';

/**
 * Lines from what a user writes: `1.23,1.26`, `1.24.6`, `1.24+noswissmap`, `all`, `none`; undefined is the machine's own
 * Go. What is no line of Go is refused in one sentence.
 */
export function chosenLines(text: string | undefined): GoLine[] {
  if (text === undefined || text === local) return [{ line: local, toolchain: local }];
  if (text === 'all') return [...knownLines];
  if (text === 'none') return [];
  const words = text.split(',').map((word) => word.trim().replace(/^go/, ''));
  return words.map(lineOf).sort((one, other) => compareLines(one.line, other.line));
}

function lineOf(word: string): GoLine {
  const match = /^(1\.\d+)(\.\d+|rc\d+)?(?:\+([a-z0-9]+))?$/.exec(word);
  if (!match) {
    throw new UnreadableError(
      'no-such-line',
      `'${word}' is no line of Go; write 1.23, 1.24+noswissmap or 1.24.6, several with commas, or all`,
    );
  }
  const [, minor, patch, experiment] = match;
  const line = experiment === undefined ? minor : `${minor}+${experiment}`;
  const plain = knownLines.find((each) => each.line === minor);
  const toolchain = patch === undefined ? (plain?.toolchain ?? `go${minor}.0`) : `go${minor}${patch}`;
  const anyRelease = patch === undefined;
  return { line, toolchain, anyRelease, ...(experiment === undefined ? {} : { experiment }) };
}
