import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathSteps } from './path-steps.ts';

test.each([
  ['main.srv', ['main.srv']],
  ['main.srv.sessions', ['main.srv', '.sessions']],
  ['main.registry[*].tags', ['main.registry', '[*]', '.tags']],
  ['main.registry["a.b[c]\\"]"].tags[0]', ['main.registry', '["a.b[c]\\"]"]', '.tags', '[0]']],
  ['main.any.(*main.Box[go.shape.int]).m', ['main.any', '.(*main.Box[go.shape.int])', '.m']],
  ['gopkg.in/yaml%2ev3.cache.entries', ['gopkg.in/yaml%2ev3.cache', '.entries']],
  ['goroutine (main.worker).batch', ['goroutine (main.worker)', '.batch']],
  ['goroutine 12 main.worker: batch[0].tags', ['goroutine 12 main.worker: batch', '[0]', '.tags']],
  ['goroutine 7 main.(*pool[...]).run: jobs', ['goroutine 7 main.(*pool[...]).run: jobs']],
  ['timer.tags', ['timer.tags']],
  ['…', ['…']],
  ['', []],
])('%s', (path, steps) => {
  expect(pathSteps(path)).toEqual(steps);
});

test('the steps of any text are the text', () => {
  const pieces = fc.constantFrom(
    '.',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '"',
    '\\',
    '/',
    'main',
    'srv',
    '*',
    ' ',
    '…',
    ': ',
    'goroutine ',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const path = parts.join('');
      const steps = pathSteps(path);
      expect(steps.join('')).toBe(path);
      expect(steps).not.toContain('');
    }),
  );
});
