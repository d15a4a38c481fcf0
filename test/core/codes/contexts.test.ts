import { expect, it } from 'vitest';
import { explainContext } from '../../../proxy/core/codes/contexts.ts';

it.each([
  [0, 'BG_ERROR_CONTEXT_NONE', 'client-log'],
  [1, 'BG_ERROR_CONTEXT_UNKNOWN', 'client-log'],
  [4, 'BG_ERROR_CONTEXT_LOCAL_FILE', 'client-log'],
  [5, 'BG_ERROR_CONTEXT_REMOTE_FILE', 'server'],
  [6, 'BG_ERROR_CONTEXT_GENERAL_TRANSPORT', 'client-log'],
  [7, 'BG_ERROR_CONTEXT_REMOTE_APPLICATION', 'application'],
])('context %i is %s', (context, name, from) => {
  expect(explainContext(context)).toMatchObject({ kind: 'context', code: context, title: `context 0x${context}`, from: [from] });
  expect(explainContext(context)?.names[0]).toBe(name);
});

it.each([8, -1, 1.5, 0x80070005])('%d is no context', (context) => {
  expect(explainContext(context)).toBeUndefined();
});

it('warns of servers that blame the application for their own errors', () => {
  expect(explainContext(7)?.caveats.join(' ')).toMatch(/errors of their own/);
});
