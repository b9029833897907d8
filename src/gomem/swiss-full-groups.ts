import { unitSlots } from './map-shape.ts';
import { meanOverHalf } from './occupancy.ts';
import { maxTableCapacity } from './swiss-map.ts';

/**
 * Share of full groups in a Swiss table by its capacity, at loads of 0/32, 1/32 … 28/32 (by 16ths for 16 slots).
 * Measured in real tables of Go 1.26 by testdata/measure-full-groups.go, with an error of about 5 in the fifth decimal:
 * where a key goes whose group is full depends on all keys before it, for which there is no closed formula. It makes no
 * difference whether a table was made at its capacity or grew to it.
 */
const fullShares: ReadonlyMap<number, readonly number[]> = new Map([
  [16, [0, 0, 0, 0, 0, 0, 0, 0, 0.0039, 0.01951, 0.05468, 0.1133, 0.19383, 0.29054, 0.39525]],
  [
    32,
    [
      0, 0, 0, 0, 0, 0, 0, 0, 2e-5, 0.00011, 0.00041, 0.00119, 0.00278, 0.00565, 0.01031, 0.01733, 0.02717,
      0.04033, 0.05725, 0.07834, 0.10411, 0.13493, 0.17119, 0.21306, 0.26056, 0.31372, 0.37285, 0.43844,
      0.51053,
    ],
  ],
  [
    64,
    [
      0, 0, 0, 0, 0, 0, 2e-5, 9e-5, 0.0003, 0.00081, 0.00186, 0.00375, 0.00685, 0.01159, 0.01841, 0.02783,
      0.04026, 0.05614, 0.0759, 0.09995, 0.12861, 0.16221, 0.20101, 0.24528, 0.29519, 0.35093, 0.41275,
      0.48088, 0.55562,
    ],
  ],
  [
    128,
    [
      0, 0, 0, 0, 0, 1e-5, 7e-5, 0.00023, 0.00063, 0.00145, 0.00294, 0.00544, 0.00933, 0.015, 0.0229, 0.03346,
      0.04713, 0.06428, 0.08536, 0.11078, 0.14078, 0.17571, 0.21582, 0.26133, 0.3125, 0.36952, 0.43257,
      0.50182, 0.57761,
    ],
  ],
  [
    256,
    [
      0, 0, 0, 0, 1e-5, 3e-5, 0.00011, 0.00034, 0.00085, 0.00184, 0.0036, 0.00642, 0.01067, 0.0168, 0.02522,
      0.03639, 0.05065, 0.0685, 0.09025, 0.11629, 0.14696, 0.18254, 0.22332, 0.2695, 0.32133, 0.37898,
      0.44267, 0.51269, 0.58921,
    ],
  ],
  [
    512,
    [
      0, 0, 0, 0, 1e-5, 4e-5, 0.00014, 0.0004, 0.00097, 0.00205, 0.00392, 0.0069, 0.01136, 0.01771, 0.02638,
      0.0378, 0.05239, 0.07052, 0.09262, 0.11901, 0.15, 0.18594, 0.22703, 0.2735, 0.32567, 0.38368, 0.44779,
      0.51814, 0.59513,
    ],
  ],
  [
    1024,
    [
      0, 0, 0, 0, 1e-5, 4e-5, 0.00015, 0.00043, 0.00103, 0.00217, 0.0041, 0.00717, 0.01176, 0.01822, 0.02704,
      0.03856, 0.05328, 0.07161, 0.09388, 0.12042, 0.15158, 0.18764, 0.22889, 0.27555, 0.32786, 0.38601,
      0.4503, 0.52093, 0.59816,
    ],
  ],
]);

/** Standard deviation from table to table of the number of full groups, over the root of the number of groups. */
const deviationByLoad: readonly number[] = [
  0, 0, 0, 0.001, 0.003, 0.006, 0.012, 0.021, 0.032, 0.046, 0.062, 0.082, 0.103, 0.126, 0.15, 0.174, 0.199,
  0.223, 0.246, 0.267, 0.287, 0.303, 0.317, 0.328, 0.334, 0.335, 0.332, 0.323, 0.307,
];

/** Expected slots in full groups by number of keys, as far as they were asked for; the others are NaN. */
const fullSlotsOf = new Map<number, Float64Array>();

/** Expected slots in full groups of a table that `keys` keys were inserted into and none deleted from. */
export function fullSlots(capacity: number, keys: number): number {
  let byKeys = fullSlotsOf.get(capacity);
  if (byKeys === undefined) {
    // Below a full group's worth of keys none can be full, and interpolation would say a little.
    byKeys = new Float64Array(capacity + 1).fill(Number.NaN, unitSlots);
    fullSlotsOf.set(capacity, byKeys);
  }
  if (Number.isNaN(byKeys[keys])) byKeys[keys] = fullSlotsAt(capacity, keys);
  return byKeys[keys];
}

function fullSlotsAt(capacity: number, keys: number): number {
  const shares = fullShares.get(capacity) ?? [];
  if (shares.length === 0) return 0;
  return capacity * interpolated(shares, (keys / capacity) * (capacity === 16 ? 16 : 32));
}

/** By number of keys; a table that is split has some more than `splitLimit`, so there are a few hundred. */
const splitSlotsOf = new Map<number, number>();

/** Expected slots in full groups of the two tables that a table was split into, with `keys` keys in both together. */
export function fullSlotsOfSplit(keys: number): number {
  let full = splitSlotsOf.get(keys);
  if (full === undefined) {
    full = 2 * meanOverHalf(keys, (count) => fullSlots(maxTableCapacity, count));
    splitSlotsOf.set(keys, full);
  }
  return full;
}

/** Standard deviation of the same from table to table. */
export function fullSlotsDeviation(capacity: number, keys: number): number {
  const groupCount = capacity / unitSlots;
  return unitSlots * interpolated(deviationByLoad, (keys / capacity) * 32) * Math.sqrt(groupCount);
}

/** Value at a fractional index, by the cubic through its four neighbours. */
function interpolated(values: readonly number[], position: number): number {
  const first = Math.max(0, Math.min(values.length - 4, Math.floor(position) - 1));
  let sum = 0;
  for (let index = first; index < first + 4; index++) {
    let weight = 1;
    for (let other = first; other < first + 4; other++) {
      if (other !== index) weight *= (position - other) / (index - other);
    }
    sum += weight * values[index];
  }
  return Math.max(0, sum);
}
