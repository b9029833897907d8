/** Positions of a range input from 0 to this. */
export const sliderSteps = 1000;

/** Entries at a position of a logarithmic slider from `least` (0 or 1) to `most`, with two significant digits. */
export function countAt(position: number, least: number, most: number): number {
  if (position <= 0) return least;
  if (position >= sliderSteps) return most;
  return Math.max(least, Math.min(most, twoDigits(most ** (position / sliderSteps))));
}

/** The position that is nearest to a number of entries. */
export function positionOfCount(count: number, least: number, most: number): number {
  if (count <= least) return 0;
  return Math.min(sliderSteps, Math.max(1, Math.round((sliderSteps * Math.log(count)) / Math.log(most))));
}

function twoDigits(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.round(count / unit) * unit;
}

/** A share of 1 at a position of the keep slider: its cube, so that the low percents, which matter, have room. */
export function shareAt(position: number): number {
  const share = (position / sliderSteps) ** 3;
  const unit = share < 0.01 ? 1e-4 : share < 0.1 ? 1e-3 : 1e-2;
  return Math.round(share / unit) * unit;
}

export function positionOfShare(share: number): number {
  return Math.round(sliderSteps * Math.cbrt(share));
}
