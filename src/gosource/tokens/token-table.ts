import { utf8 } from '../../base/index.ts';
import { LexicalErrors } from './lexical-errors.ts';

/** Offsets of comments, in the order of the text. */
export class CommentTable {
  count = 0;
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);

  add(start: number, end: number): void {
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
    }
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }
}

/**
 * The tokens of one source as columns: kind, offset of the first byte, offset behind the last. The last token is
 * `Token.end`. A semicolon that stands for a line break is empty: its end is its start. Comments are in a table of
 * their own, because only a few readers want them.
 */
export class TokenTable {
  readonly source: Uint8Array;
  readonly comments: CommentTable = new CommentTable();
  readonly errors: LexicalErrors = new LexicalErrors();
  count = 0;
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;

  constructor(source: Uint8Array) {
    this.source = source;
    // Go has a token in five to six bytes, so that most files need no second allocation.
    const capacity = (source.length >> 2) + 16;
    this.kinds = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  add(kind: number, start: number, end: number): void {
    const index = this.count;
    if (index === this.kinds.length) {
      this.kinds = grown(this.kinds);
      this.starts = grown(this.starts);
      this.ends = grown(this.ends);
    }
    this.kinds[index] = kind;
    this.starts[index] = start;
    this.ends[index] = end;
    this.count = index + 1;
  }

  /** The token as it is written. */
  text(index: number): string {
    return utf8(this.source.subarray(this.starts[index], this.ends[index]));
  }
}

function grown<Column extends Uint8Array | Int32Array>(column: Column): Column {
  const larger = new (column.constructor as new (length: number) => Column)(column.length * 2);
  larger.set(column);
  return larger;
}
