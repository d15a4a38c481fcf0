import { type HttpResponse, header } from './message.ts';

/** An answer says that its connection closes behind it [RFC 9112 §9.6]; in HTTP/1.0 a connection stays only where both say so. */
export function announcesClose({ head: { version, headers } }: HttpResponse): boolean {
  const options = header(headers, 'Connection')?.toLowerCase() ?? '';
  return options.includes('close') || (version === '1.0' && !options.includes('keep-alive'));
}
