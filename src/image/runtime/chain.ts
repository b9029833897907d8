import { type Address, isAddress } from '../../base/index.ts';

const linkLimit = 4_000_000;

/** Addresses of a linked list: up to the first that is no address, or that was there before. */
export function* chain(first: Address, next: (address: Address) => Address): Generator<Address> {
  const seen = new Set<Address>();
  for (let at = first; isAddress(at) && !seen.has(at) && seen.size < linkLimit; at = next(at)) {
    seen.add(at);
    yield at;
  }
}
