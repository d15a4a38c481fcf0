/** What HAR 1.2 wants of each object, member by member. Whoever adds members begins their names with `_`. */

type Check = (value: unknown, at: string) => readonly string[];

interface Members {
  readonly must: Readonly<Record<string, Check>>;
  readonly may: Readonly<Record<string, Check>>;
}

/** Everything in a HAR that the specification does not allow, with its place. */
export function harProblems(text: string): readonly string[] {
  return object({ must: { log: LOG }, may: {} })(JSON.parse(text), 'har');
}

const is =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, at) =>
    test(value) ? [] : [`${at} is no ${what}`];

const TEXT = is('text', (value) => typeof value === 'string');
const SIZE = is('size', (value) => Number.isInteger(value) && Number(value) >= -1);
const TIME = is('time that was measured', (value) => typeof value === 'number' && value >= 0);
const OPTIONAL_TIME = is('time or -1', (value) => typeof value === 'number' && (value >= 0 || value === -1));
const DATE = is('date', (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value));
const YES_OR_NO = is('boolean', (value) => typeof value === 'boolean');
const BASE64 = is('encoding that readers know', (value) => value === 'base64');
const ADDRESS = is('IP address', (value) => typeof value === 'string' && /^[0-9.]+$|:/.test(value));

function object({ must, may }: Members): Check {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
    const members = new Map<string, unknown>(Object.entries(value));
    const missing = Object.keys(must)
      .filter((name) => !members.has(name))
      .map((name) => `${at}.${name} is missing`);
    const wrong = [...members].flatMap(([name, member]) => {
      const check = name === 'comment' ? TEXT : (must[name] ?? may[name]);
      if (check) return check(member, `${at}.${name}`);
      return name.startsWith('_') ? [] : [`${at}.${name} is unknown`];
    });
    return [...missing, ...wrong];
  };
}

function list(check: Check): Check {
  return (value, at) => (Array.isArray(value) ? value.flatMap((item, index) => check(item, `${at}[${index}]`)) : [`${at} is no list`]);
}

const PAIR = object({ must: { name: TEXT, value: TEXT }, may: {} });
const COOKIE = object({
  must: { name: TEXT, value: TEXT },
  may: { path: TEXT, domain: TEXT, expires: DATE, httpOnly: YES_OR_NO, secure: YES_OR_NO },
});
const POST_DATA = object({ must: { mimeType: TEXT, text: TEXT }, may: {} });
const MESSAGE = { httpVersion: TEXT, cookies: list(COOKIE), headers: list(PAIR), headersSize: SIZE, bodySize: SIZE };
const REQUEST = object({ must: { ...MESSAGE, method: TEXT, url: TEXT, queryString: list(PAIR) }, may: { postData: POST_DATA } });
const CONTENT = object({ must: { size: SIZE, mimeType: TEXT }, may: { compression: SIZE, text: TEXT, encoding: BASE64 } });
const STATUS = is('status', (value) => Number.isInteger(value));
const RESPONSE = object({ must: { ...MESSAGE, status: STATUS, statusText: TEXT, content: CONTENT, redirectURL: TEXT }, may: {} });
const TIMINGS = object({
  must: { send: TIME, wait: TIME, receive: TIME },
  may: { blocked: OPTIONAL_TIME, dns: OPTIONAL_TIME, connect: OPTIONAL_TIME, ssl: OPTIONAL_TIME },
});
const ENTRY = object({
  must: { startedDateTime: DATE, time: TIME, request: REQUEST, response: RESPONSE, cache: object({ must: {}, may: {} }), timings: TIMINGS },
  may: { serverIPAddress: ADDRESS, connection: TEXT },
});
const LOG = object({
  must: {
    version: is('version of HAR', (value) => value === '1.2'),
    creator: object({ must: { name: TEXT, version: TEXT }, may: {} }),
    entries: list(ENTRY),
  },
  may: {},
});
