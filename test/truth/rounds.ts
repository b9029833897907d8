/**
 * How often chance is tried: a few times by `npm test`, and as often as `thorough` says by `npm run test:matrix`, which runs
 * the same files again.
 */
export function rounds(few: number, thorough: number): number {
  return process.env['HIGHWATER_THOROUGH'] === 'yes' ? thorough : few;
}
