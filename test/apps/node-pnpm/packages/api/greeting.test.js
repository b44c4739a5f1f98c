import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greeting } from 'greeting';

test('greets by number', () => assert.deepEqual([greeting('2'), greeting('many')], ['ok\nok\n', undefined]));
