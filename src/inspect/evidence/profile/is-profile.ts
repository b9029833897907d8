/**
 * Whether bytes look like the beginning of profile.proto: its fields, one after another, with the wire types that they have,
 * among them a value type (`space`, `bytes`), which every profile has near its beginning and nothing else looks like. A text
 * never does: its first letters would be fields of types that there are not.
 */
export function isProfile(head: Uint8Array): boolean {
  let at = 0;
  let valueTypes = 0;
  // What is damaged later on is a damaged profile.
  for (let fields = 0; at < head.length && (valueTypes === 0 || fields < enoughFields); fields++) {
    const tag = head[at++];
    if (varintFields.has(tag)) {
      at = skipVarint(head, at);
      if (at < 0) return false;
      continue;
    }
    if (!bytesFields.has(tag)) return false;
    const length = varintAt(head, at);
    at = skipVarint(head, at);
    if (at < 0) return false;
    if (tag === sampleTypeTag || tag === periodTypeTag) {
      if (at + length > head.length || !isValueType(head, at, at + length)) return false;
      valueTypes++;
    }
    at += length;
  }
  return valueTypes > 0;
}

const enoughFields = 4;
const sampleTypeTag = (1 << 3) | 2;
const periodTypeTag = (11 << 3) | 2;
/** Sample types, samples, mappings, locations, functions, texts, period type, packed comments. */
const bytesFields = new Set([1, 2, 3, 4, 5, 6, 11, 13].map((field) => (field << 3) | 2));
/** Drop and keep frames, time, duration, period, comments, default sample type, documentation. */
const varintFields = new Set([7, 8, 9, 10, 12, 13, 14, 15].map((field) => field << 3));

/** Two indices of texts, or one, or none. */
function isValueType(head: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    const tag = head[at];
    if (tag !== 1 << 3 && tag !== 2 << 3) return false;
    at = skipVarint(head, at + 1);
    if (at < 0 || at > to) return false;
  }
  return true;
}

/** Behind the varint, or -1 where it is too long; one that is cut off ends with the bytes. */
function skipVarint(bytes: Uint8Array, from: number): number {
  for (let at = from; at < from + 10; at++) {
    if (at >= bytes.length) return bytes.length;
    if (bytes[at] < 0x80) return at + 1;
  }
  return -1;
}

function varintAt(bytes: Uint8Array, from: number): number {
  let value = 0;
  let scale = 1;
  for (let at = from; at < Math.min(bytes.length, from + 8); at++) {
    value += (bytes[at] & 0x7f) * scale;
    if (bytes[at] < 0x80) break;
    scale *= 128;
  }
  return value;
}
