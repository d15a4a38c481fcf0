import { requestHost } from '../bits/classify.ts';
import type { RequestHead } from '../http/message.ts';

/** The address that a request asks for, as text: an absolute target as it is; else with the host that it names, or the server. */
export function requestUrl(head: RequestHead, server: string | undefined): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(head.target)) return head.target;
  return `http://${requestHost(head) ?? server ?? 'unknown'}${head.target.startsWith('/') ? '' : '/'}${head.target}`;
}
