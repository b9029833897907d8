import { describe, expect, test } from 'vitest';
import { flagMeaning, isClosingOnce, isExpiry, isLastUse, isState } from './end-words.ts';

describe('bools', () => {
  test.each([
    'closed',
    'isClosed',
    'connClosed',
    'Session.closed',
    'peer.is_deleted',
    'markedDeleted',
    'Expired',
  ])('%s says an end when it is true', (path) =>
    expect(flagMeaning(path)).toEqual({ overWhen: true, weight: 'clear' }),
  );

  test.each(['done', 'finished', 'isDone'])('%s can be true of what is only computed', (path) =>
    expect(flagMeaning(path)).toEqual({ overWhen: true, weight: 'likely' }),
  );

  test.each(['alive', 'isConnected', 'online'])('%s says an end when it is false', (path) =>
    expect(flagMeaning(path)).toEqual({ overWhen: false, weight: 'clear' }),
  );

  test.each([
    'isAdmin',
    'notifyClosed',
    'readClosed',
    'closedCount',
    'allowDeleted',
    'keepAlive',
    'enabled',
    '',
    'undeleted',
    'disclosed',
    'closable',
    'hasDeletedItems',
    'initDone',
    'verified',
    'openTelemetry',
  ])('%s says nothing', (path) => expect(flagMeaning(path)).toBeUndefined());
});

test.each([
  ['expiresAt', true],
  ['ExpiryTime', true],
  ['tokenExpiry', true],
  ['deadline', true],
  ['validUntil', true],
  ['notAfter', true],
  ['readDeadline', false],
  ['createdAt', false],
  ['updatedAfter', false],
  ['experience', false],
])('%s is an expiry: %s', (path, isOne) => expect(isExpiry(path)).toBe(isOne));

test.each([
  ['lastSeen', true],
  ['stats.lastAccessTime', true],
  ['accessedAt', true],
  ['lastUpdated', false],
  ['lastName', false],
  ['createdAt', false],
])('%s is a last use: %s', (path, isOne) => expect(isLastUse(path)).toBe(isOne));

test('states and closing', () => {
  expect([isState('connState'), isState('status'), isState('statusCode'), isState('estate')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([isClosingOnce('closeOnce'), isClosingOnce('stopOnce'), isClosingOnce('initOnce')]).toEqual([
    true,
    true,
    false,
  ]);
});
