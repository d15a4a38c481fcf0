import { BITS_POST, METHOD_OVERRIDE } from '../bits/headers.ts';
import { INVALID_ARGUMENT, SUCCESS } from '../bits/hresult.ts';
import type { Ack, RequestType } from '../bits/packet.ts';
import { KNOWN_PACKETS } from '../bits/packet-name.ts';
import { header } from '../http/message.ts';
import { quoted } from './quote.ts';
import { defineRule, type Severity } from './rule.ts';

/** `status`: of a refusal that the method may be the cause of. */
type OtherMethod = { method: string; override: 'yes' | 'no'; status?: number };

export const methodNotBitsPost = defineRule<RequestType, OtherMethod>({
  id: 'method-not-bits-post',
  on: KNOWN_PACKETS,
  about: 'request',
  once: 'session',
  onceFor: severityOf,
  severity: severityOf,
  listed: { severity: 'error' },
  blames: 'client',
  confidence: 'certain',
  source: '[BUP §2.2.1]',
  title: 'Packet sent with another method than BITS_POST',
  why: 'IIS and most servers choose the handler by the method. Another one reaches a handler that knows nothing of BITS, and the upload is refused or ignored.',
  fix: 'Send BITS_POST, in capitals. If the client does, look for a gateway that rewrites methods.',
  reality:
    'OneDrive clients send POST with X-HTTP-Method-Override: BITS_POST, and Zenfolio sent a plain POST; their servers take it. The fetch of Node leaves bits_post in lower case as it is.',
  check({ request, ack, exchange }) {
    if (request.method === BITS_POST) return undefined;
    const override = header(exchange.request?.head.headers ?? [], METHOD_OVERRIDE)?.toUpperCase() === BITS_POST;
    return {
      method: quoted(request.method),
      override: override ? 'yes' : 'no',
      ...(ack.type !== 'no-ack' && mayRefuseMethod(ack) && { status: ack.status }),
    };
  },
  message({ method, override, status }) {
    const instead = override === 'yes' ? 'with an override to BITS_POST' : 'instead of BITS_POST';
    return `Sent as ${method} ${instead}${status === undefined ? '' : `, and refused with ${status}`}.`;
  },
});

function severityOf({ override, status }: OtherMethod): Severity {
  if (status !== undefined) return 'error';
  return override === 'yes' ? 'note' : 'warning';
}

/** Whoever names another cause, or asks for another part of the file, has taken the packet for what it is. */
function mayRefuseMethod({ status, bits, error }: Ack): boolean {
  if (status < 400) return false;
  const otherCause = error?.code !== undefined && error.code !== INVALID_ARGUMENT && error.code !== SUCCESS;
  return !(bits && (status === 413 || status === 416 || otherCause));
}
