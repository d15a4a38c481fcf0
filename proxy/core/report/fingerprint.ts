import { HOST } from '../bits/headers.ts';
import { withoutPort } from '../bits/host-id.ts';
import { header } from '../http/message.ts';
import { ruleById } from '../rules/index.ts';
import type { Finding } from '../rules/rule.ts';
import type { ExchangeView, SessionView } from '../timeline.ts';

const MAX_CHARACTERS = 300;

/**
 * What a finding has in common with the same one in another run, for people to read: the rule (with the part of it that
 * speaks for itself), whom it blames, the kind of packet, and the upload's host and path. It knows no offset, time, port
 * or id, and every number in host and path is a `#`, so that a file named after the day is the same upload tomorrow.
 */
export function fingerprintOf(finding: Finding, packet: string, about: { session?: SessionView; exchange?: ExchangeView }): string {
  const part = ruleById(finding.rule)?.onceFor(finding) ?? '';
  const rule = part === '' ? finding.rule : `${finding.rule}:${withoutNumbers(part)}`;
  return `${rule} ${finding.blames} ${packet} ${withoutNumbers(uploadOf(about))}`;
}

function uploadOf({ session, exchange }: { session?: SessionView; exchange?: ExchangeView }): string {
  if (session) return withoutPort(session.hosts[0] ?? session.server).toLowerCase() + session.path;
  const head = exchange?.request?.head;
  const path = head?.target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/\?.*/s, '') ?? '';
  return withoutPort(header(head?.headers ?? [], HOST) ?? '').toLowerCase() + path;
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

function withoutNumbers(text: string): string {
  const plain = text.slice(0, MAX_CHARACTERS).replace(GUID, '#').replace(/\d+/g, '#').replace(/\s/g, '_');
  return text.length > MAX_CHARACTERS ? `${plain}…` : plain;
}
