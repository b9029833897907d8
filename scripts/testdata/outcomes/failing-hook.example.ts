// The hook fails, so the test is never tried.
import { beforeAll, expect, test } from 'vitest';

beforeAll(() => {
  throw new Error('the hook fails');
});

test('is not reached', () => {
  expect(1 + 1).toBe(2);
});
