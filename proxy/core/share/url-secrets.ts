/** What lets somebody in by a URL alone: who reads a shared copy gets `*` in its place. */
import { uriDecoded } from '../bits/url-text.ts';
import { isCredentialParameter } from '../replay/credentials.ts';

/** Told of each secret that is covered: what it is called, and how it reads. */
export type NoteSecret = (name: string, secret: string) => void;

export const USERINFO = 'user and password in a URL';

/** `//user:password@host`, up to the last `@`: passwords are written as they are, too [RFC 3986 §3.2]. */
const IN_AUTHORITY = /(\/\/)([^/?#\s"'<>\\]{1,1024})(?=@)/g;
const IN_QUERY = /([?&;])([^?&;=#\s"'<>]{1,64})=([^?&;#\s"'<>]{1,8192})/g;

/** A JSON Web Token: two objects and a signature in Base64 [RFC 7519 §3.1]. */
const WEB_TOKEN = /^ey[\w-]{8,}\.[\w-]*\.[\w-]*$/;
const RANDOM = /^[\w+/=~.%-]{32,}$/;
const GUID = /^(?:\{|%7b)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?:\}|%7d)?$/i;

/**
 * A text in which each character of a secret in a URL is a `*`: user and password before a host; parameters of the query
 * that are credentials by their names, or look like a token, a key or a signature.
 */
export function coverUrlSecrets(text: string, note: NoteSecret = () => {}): string {
  if (!text.includes('@') && !text.includes('=')) return text;
  return text
    .replace(IN_AUTHORITY, (_, slashes: string, userinfo: string) => slashes + covered(USERINFO, userinfo, note))
    .replace(IN_QUERY, (whole: string, before: string, name: string, value: string) =>
      isSecret(name, value) ? `${before}${name}=${covered(`URL parameter ${name}`, value, note)}` : whole,
    );
}

function covered(name: string, secret: string, note: NoteSecret): string {
  note(name, secret);
  return '*'.repeat(secret.length);
}

function isSecret(name: string, value: string): boolean {
  if (/^\**$/.test(value)) return false;
  const decoded = uriDecoded(name);
  return isCredentialParameter(decoded) || isCredentialParameter(decoded.replaceAll('-', '_')) || looksLikeSecret(value);
}

/** Long, and letters mixed with digits; an id that Windows would give is none. */
function looksLikeSecret(value: string): boolean {
  if (WEB_TOKEN.test(value)) return true;
  return RANDOM.test(value) && /\d/.test(value) && /[a-z]/i.test(value) && !GUID.test(value);
}
