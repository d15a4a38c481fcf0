import { bareName } from './header-line.ts';

/** Headers that let somebody in [RFC 9110 §11], or hold what a server gave for that. */
const HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'cookie2', 'ocp-apim-subscription-key']);

/** As part of a header's name, between hyphens: `X-Api-Key`, `X-Auth-Token`, `X-Amz-Security-Token`. */
const WORDS: ReadonlySet<string> = new Set(['apikey', 'auth', 'authorization', 'password', 'secret', 'token', 'signature']);

/** Whether a header of a request holds credentials, as far as its name tells. */
export function isCredentialHeader(name: string): boolean {
  const lower = bareName(name);
  if (HEADERS.has(lower) || lower.endsWith('api-key')) return true;
  return lower.split('-').some((word) => WORDS.has(word));
}

/** Parameters of a query that are credentials: OneDrive's clients put their token there (protocol notes, §3.8), signed URLs of clouds their signature. */
const PARAMETERS: ReadonlySet<string> = new Set([
  ...['access_token', 'accesstoken', 'api_key', 'apikey', 'auth', 'authorization', 'id_token', 'password', 'pwd', 'refresh_token'],
  ...['secret', 'sessiontoken', 'sig', 'signature', 'tempauth', 'token'],
  ...['x-amz-credential', 'x-amz-security-token', 'x-amz-signature', 'x-goog-credential', 'x-goog-signature'],
]);

/** Whether a parameter of a query is a credential, as far as its name tells. */
export function isCredentialParameter(name: string): boolean {
  return PARAMETERS.has(name.toLowerCase());
}

/** A request target without the credentials in its query; `names` are those that went. */
export function withoutQueryCredentials(target: string): { readonly target: string; readonly names: readonly string[] } {
  const at = target.indexOf('?');
  if (at < 0) return { target, names: [] };
  const names: string[] = [];
  const kept = target
    .slice(at + 1)
    .split('&')
    .filter((parameter) => {
      const [name = ''] = parameter.split('=', 1);
      if (!isCredentialParameter(name)) return true;
      names.push(name);
      return false;
    });
  if (names.length === 0) return { target, names };
  return { target: target.slice(0, at) + (kept.length > 0 ? `?${kept.join('&')}` : ''), names };
}
