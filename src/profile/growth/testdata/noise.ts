/** How one server's live heap wanders: two wanderings whose correlation falls by e in so many seconds, in shares of the heap. */
export interface ServerNoise {
  readonly server: string;
  readonly recordedSeconds: number;
  readonly fastDeviation: number;
  readonly fastSeconds: number;
  readonly slowDeviation: number;
  readonly slowSeconds: number;
}

/** Written by bench/growth/noise.ts from bench/growth/recordings. */
export const serverNoises: readonly ServerNoise[] = [
  {
    server: 'prometheus',
    recordedSeconds: 359,
    fastDeviation: 0.035,
    fastSeconds: 1.5,
    slowDeviation: 0.044,
    slowSeconds: 6,
  },
  {
    server: 'nats',
    recordedSeconds: 359,
    fastDeviation: 0,
    fastSeconds: 9,
    slowDeviation: 0.039,
    slowSeconds: 46,
  },
  {
    server: 'caddy',
    recordedSeconds: 359,
    fastDeviation: 0.045,
    fastSeconds: 4.2,
    slowDeviation: 0.009,
    slowSeconds: 577,
  },
];
