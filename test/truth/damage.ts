/* For tests of every layer. */
export { flipBits, seededRandom } from '../../src/formats/testdata/damage.ts';
