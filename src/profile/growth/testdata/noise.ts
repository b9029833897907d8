/** How one server's live heap wanders: two wanderings whose correlation falls by e in so many seconds, in shares of the heap. */
export interface ServerNoise {
  readonly server: string;
  readonly fastDeviation: number;
  readonly fastSeconds: number;
  readonly slowDeviation: number;
  readonly slowSeconds: number;
}

export const serverNoises: readonly ServerNoise[] = [
  { server: 'a', fastDeviation: 0.03, fastSeconds: 10, slowDeviation: 0.05, slowSeconds: 100 },
];
