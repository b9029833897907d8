/** Little-endian pieces from which tests put files together. */
export function u8(...values: number[]): number[] {
  return values;
}

export function u16(value: number): number[] {
  return littleEndian(value, 2);
}

export function u32(value: number): number[] {
  return littleEndian(value, 4);
}

export function u64(value: number): number[] {
  return littleEndian(value, 8);
}

export function littleEndian(value: number, byteCount: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (let index = 0; index < byteCount; index++) {
    bytes.push(Number(rest & 0xffn));
    rest >>= 8n;
  }
  return bytes;
}

export function uleb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

/** UTF-8 with a NUL after it. */
export function text(value: string): number[] {
  return [...new TextEncoder().encode(value), 0];
}
