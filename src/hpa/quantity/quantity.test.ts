/* Held to what Kubernetes itself makes of the same texts: `npm run hpa:oracle` writes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { milliValue, quantityFromText } from './quantity.ts';
import { quantityText } from './quantity-text.ts';

type Row =
  | [text: string]
  | [text: string, milli: string, canonical: string, float: number, binary: string, decimal: string];

const file = join(import.meta.dirname, '..', 'testdata', 'quantities.json');
const rows = JSON.parse(readFileSync(file, 'utf8')) as Row[];

test('there is enough to check', () => {
  expect(rows.length).toBeGreaterThan(500);
  expect(rows.filter((row) => row.length === 1).length).toBeGreaterThan(10);
});

test('quantities are refused, read and rounded as Kubernetes does it', () => {
  const ours = rows.map(([text]) => {
    const quantity = quantityFromText(text);
    return quantity ? [text, String(milliValue(quantity)), quantity.approximate] : [text];
  });
  expect(ours).toEqual(rows.map((row) => (row.length === 1 ? row : [row[0], row[1], row[3]])));
});

test('quantities are printed as Kubernetes prints them', () => {
  const read = rows.filter((row) => row.length > 1) as Exclude<Row, [string]>[];
  const ours = read.map(([text, milli]) => [
    text,
    quantityText(BigInt(milli), true),
    quantityText(BigInt(milli), false),
  ]);
  expect(ours).toEqual(read.map((row) => [row[0], row[4], row[5]]));
});
