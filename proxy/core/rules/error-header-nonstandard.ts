import { ERROR, ERROR_CODE } from '../bits/headers.ts';
import { parseHresult } from '../bits/hresult.ts';
import type { RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS } from '../bits/packet-name.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule } from './rule.ts';

type Odd = { problem: 'value'; header: string; value: string } | { problem: 'names'; error: string; errorCode: string };

const HRESULT = /^0x[0-9a-f]{1,8}$/i;

export const errorHeaderNonstandard = defineRule<RequestType, Odd>({
  id: 'error-header-nonstandard',
  on: KNOWN_PACKETS,
  answered: ['refused'],
  about: 'answer',
  once: 'session',
  onceFor: ({ problem }) => problem,
  severity: ({ problem }) => (problem === 'value' ? 'warning' : 'note'),
  blames: 'server',
  confidence: ({ problem }) => (problem === 'value' ? 'certain' : 'likely'),
  listed: { severity: 'warning', confidence: 'certain' },
  source: '[BUP §2.2.1.2], [DOC ack-for-create-session]',
  title: 'Error code is not written as an HRESULT',
  why: 'The client cannot read the code and falls back on the HTTP status. It then fails an upload that it should start over, or repeats one that cannot work.',
  fix: 'Send the HRESULT in hexadecimal, as in BITS-Error: 0x80070057. To suit every client, send BITS-Error and BITS-Error-Code with the same value.',
  reality:
    'The specification calls the header BITS-Error, the documentation BITS-Error-Code: either is right. Windows Server 2003 sent BITS-Error; most other servers send BITS-Error-Code. gobits sends a bare 0.',
  check({ ack, exchange }) {
    if (ack.type === 'no-ack' || !ack.error) return undefined;
    const { name, text, code } = ack.error;
    if (!HRESULT.test(text)) return { problem: 'value', header: name, value: quoted(text) };
    if (name !== ERROR) return undefined;
    const other = header(exchange.response?.head.headers ?? [], ERROR_CODE);
    if (other === undefined || parseHresult(other) === code) return undefined;
    return { problem: 'names', error: text, errorCode: quoted(other) };
  },
  message(odd) {
    if (odd.problem === 'names') return `BITS-Error is ${odd.error}, and BITS-Error-Code beside it "${odd.errorCode}".`;
    return `${odd.header} is ${odd.value === '' ? 'empty' : `"${odd.value}"`}; 0x and up to eight hexadecimal digits are wanted.`;
  },
});
