/**
 * An address in the target process, in bytes. A Go heap address has at most 48 bits, so a double holds it exactly;
 * `isAddress` is the test to apply to every word that came from memory before it is used as one.
 */
export type Address = number;

/** True for a non-null address that user space on amd64 or arm64 can have (below 2^48). */
export function isAddress(word: number): boolean {
  return word >= 4096 && word < 2 ** 48;
}

/** `0xc000012345`, as Go prints pointers. */
export function formatAddress(address: Address): string {
  return `0x${address.toString(16)}`;
}
