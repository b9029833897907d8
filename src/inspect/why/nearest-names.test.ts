import { expect, test } from 'vitest';
import { nearestNames } from './nearest-names.ts';

const names = ['main.Session', '[]*main.Session', 'main.Server', 'string', 'map[string]*main.Session'];

test('names that end with what was asked come first, then those with few other letters', () => {
  expect(nearestNames('Session', names)).toEqual([
    'main.Session',
    '[]*main.Session',
    'map[string]*main.Session',
  ]);
  expect(nearestNames('main.Sesion', names)[0]).toBe('main.Session');
  expect(nearestNames('STRING', names)[0]).toBe('string');
});

test('nothing is like a name of another kind', () => {
  expect(nearestNames('zzzzzzzz', names)).toEqual([]);
  expect(nearestNames('anything', [])).toEqual([]);
});
