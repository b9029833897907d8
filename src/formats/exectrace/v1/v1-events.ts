import { v1Event, v1KindCount } from './v1-kinds.ts';

/** That of any event which is converted. */
const mostArguments = 5;
const longestNumber = 10;
const longestText = 1e6;

/**
 * Steps through events of Go 1.11 to 1.21: a byte of kind and number of arguments, then unsigned LEB128 numbers; with four or
 * more of them the first is the length of the others in bytes (internal/trace/parser.go, readTrace).
 */
export class V1Events {
  readonly bytes: Uint8Array;
  at: number;
  readonly #end: number;
  kind = 0;
  /** The first is the time difference, where the kind has one. */
  readonly arguments: Float64Array = new Float64Array(mostArguments);
  /** First byte behind the kind, and behind the byte length where there is one. */
  bodyStart = 0;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.at = start;
    this.#end = end;
  }

  /** Goes to the next event; false at the end, or where the bytes are no event: `at` then stays before it. */
  step(): boolean {
    const start = this.at;
    if (start >= this.#end) return false;
    if (this.#read()) return true;
    this.at = start;
    return false;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#end;
  }

  #read(): boolean {
    const head = this.bytes[this.at++];
    const kind = head & 0x3f;
    this.kind = kind;
    if (kind === 0 || kind >= v1KindCount) return false;
    const values = this.arguments;
    if (kind === v1Event.string) {
      this.bodyStart = this.at;
      this.number();
      return this.#skip(this.number());
    }
    const inlineCount = (head >> 6) + 1;
    if (inlineCount < 4) {
      this.bodyStart = this.at;
      for (let index = 0; index < inlineCount; index++) values[index] = this.number();
      for (let index = inlineCount; index < mostArguments; index++) values[index] = 0;
    } else {
      const length = this.number();
      values.fill(0);
      this.bodyStart = this.at;
      const end = this.at + length;
      if (!(end <= this.#end)) return false;
      // A stack has any number of arguments, which its reader takes from the bytes.
      if (kind === v1Event.stack) this.at = end;
      for (let index = 0; this.at < end; index++) {
        const value = this.number();
        if (index < mostArguments) values[index] = value;
      }
      if (this.at !== end) return false;
    }
    return this.at <= this.#end && (kind !== v1Event.userLog || this.#skip(this.number()));
  }

  #skip(length: number): boolean {
    if (length > longestText) return false;
    this.at += length;
    return this.at <= this.#end;
  }

  number(): number {
    const { bytes, at } = this;
    if (at + 2 < this.#end) {
      const byte = bytes[at];
      if (byte < 0x80) {
        this.at = at + 1;
        return byte;
      }
      const second = bytes[at + 1];
      if (second < 0x80) {
        this.at = at + 2;
        return (byte & 0x7f) | (second << 7);
      }
    }
    return this.#longNumber();
  }

  #longNumber(): number {
    const { bytes } = this;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < longestNumber; count++) {
      if (this.at >= this.#end) {
        // Behind the end, which `step` sees.
        this.at = this.#end + 1;
        return 0;
      }
      const byte = bytes[this.at++];
      if (byte < 0x80) return value + byte * scale;
      value += (byte & 0x7f) * scale;
      scale *= 128;
    }
    return value;
  }
}
