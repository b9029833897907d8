/* Go programs that collect, wait and die, and what they print: for tests of any layer. */
export { buildGo } from '../../src/formats/testdata/go-binary.ts';
export { outputOf, placeIn } from '../../src/formats/testdata/go-log.ts';
