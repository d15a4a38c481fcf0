import { incompleteness } from '../bits/expectation.ts';
import { isOver } from '../bits/session.ts';
import { grouped } from './number.ts';
import { defineRule } from './rule.ts';

export const incompleteCloseAccepted = defineRule({
  id: 'incomplete-close-accepted',
  on: ['close-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: 'warning',
  blames: 'server',
  // The documentation deletes the partial file, the specification's own steps publish it; neither says "refuse".
  confidence: 'likely',
  source: '[DOC close-session] against [BUP §3.2.5.1]',
  title: 'Incomplete upload closed without complaint',
  why: 'The client takes the 200 for proof that its file arrived. Nobody will send the missing part again.',
  fix: 'On Close-Session, compare the stored length with the total in Content-Range. Refuse with 400 when bytes are missing, or log it at least.',
  reality:
    'The documentation says that the server deletes a partial file at Close-Session, and not that it says so. OneDrive refuses with 416.',
  check({ ack, before }) {
    if (isOver(before) || ack.type === 'no-ack') return undefined;
    const known = incompleteness(before);
    return known ? { status: ack.status, ...known, missing: known.total - known.acknowledged } : undefined;
  },
  message: ({ status, acknowledged, total }) =>
    `The server answered ${status} although it has ${grouped(acknowledged)} of ${grouped(total)} bytes.`,
});
