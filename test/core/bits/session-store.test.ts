import { describe, expect, it } from 'vitest';
import type { CreateSession, Fragment, Ping, RequestPacket } from '../../../proxy/core/bits/packet.ts';
import { SessionStore } from '../../../proxy/core/bits/session-store.ts';

const ORIGIN = { server: 'a.example.test:80', client: '192.0.2.1' };
const ID = '{3B1F7C52-8D0E-4E57-9C3A-5F2B6D0A9E11}';

const HEAD = { exchange: 'x1', connection: 'c1', at: 0, method: 'BITS_POST', target: '/f', path: '/f', host: 'a.example.test' };
const create = (change: Partial<CreateSession> = {}): CreateSession => ({ ...HEAD, type: 'create-session', protocols: [], ...change });
const fragment = (change: Partial<Fragment> = {}): Fragment => ({ ...HEAD, type: 'fragment', sessionId: ID, ...change });
const ping = (change: Partial<Ping> = {}): Ping => ({ ...HEAD, type: 'ping', ...change });

/** A store with one session that was created and accepted. */
function accepted(hostId?: string): { store: SessionStore; id: string } {
  const store = new SessionStore();
  const entry = store.claim(create(), ORIGIN);
  store.update(entry, {
    ...entry.session,
    sessionId: ID,
    state: 'RECEIVE_FRAGMENTS',
    hosts: ['a.example.test'],
    ...(hostId && { hostId }),
  });
  return { store, id: entry.session.id };
}

const idOf = (store: SessionStore, packet: RequestPacket, origin = ORIGIN) => store.claim(packet, origin).session.id;

describe('the session store', () => {
  it('finds a session by server and id, from any client and connection', () => {
    const { store, id } = accepted();
    expect(idOf(store, fragment({ connection: 'c9' }), { ...ORIGIN, client: '192.0.2.99' })).toBe(id);
  });

  it('compares ids exactly, and tells the one that only looks alike', () => {
    const { store, id } = accepted();
    expect(idOf(store, fragment({ sessionId: ID.toLowerCase() }))).not.toBe(id);
    expect(store.similarId(ORIGIN.server, ID.toLowerCase().replace(/[{}]/g, ''))).toBe(ID);
    expect(store.similarId(ORIGIN.server, ID)).toBeUndefined();
  });

  it('keeps the same id on another server apart', () => {
    const { store, id } = accepted();
    expect(idOf(store, fragment({ host: 'b.example.test' }), { ...ORIGIN, server: 'b.example.test:80' })).not.toBe(id);
  });

  it('follows a session to the host that the server named', () => {
    const { store, id } = accepted('NODE2.example.test');
    expect(idOf(store, fragment({ host: 'node2.example.test' }), { ...ORIGIN, server: 'node2.example.test:80' })).toBe(id);
  });

  it('counts a Ping without an id to the upload of that client and URL', () => {
    const { store, id } = accepted();
    expect(idOf(store, ping())).toBe(id);
    expect(idOf(store, ping({ path: '/other' }))).not.toBe(id);
  });

  it('counts a Ping on the host that the server named to the session that was sent there', () => {
    const { store, id } = accepted('NODE2.example.test');
    const farm = { ...ORIGIN, server: '192.0.2.82:80' };
    expect(idOf(store, ping({ host: 'node2.example.test:80' }), farm)).toBe(id);
    expect(idOf(store, ping({ host: 'node3.example.test' }), farm)).not.toBe(id);
    expect(idOf(store, ping({ host: 'node2.example.test', path: '/other' }), farm)).not.toBe(id);
    expect(idOf(store, ping({ host: 'node2.example.test' }), { ...farm, client: '192.0.2.99' })).not.toBe(id);
  });

  it('prefers that session to one that has no id yet, and leaves it when it is over', () => {
    const { store, id } = accepted('node2');
    const farm = { ...ORIGIN, server: 'node2:80' };
    const stray = store.claim(ping({ host: 'elsewhere' }), farm);
    const met = store.claim(ping({ host: 'node2' }), farm);
    expect([stray.session.id, met.session.id]).toEqual([expect.not.stringMatching(id), id]);
    store.update(met, { ...met.session, state: 'COMPLETE' });
    expect(store.claim(ping({ host: 'node2' }), farm)).toBe(stray);
  });

  it('follows a session to a named host on any port', () => {
    const { store, id } = accepted('node2');
    expect(idOf(store, fragment({ host: 'node2:8080' }), { ...ORIGIN, server: '192.0.2.82:8080' })).toBe(id);
  });

  it('takes a Create after a refused one as another attempt, and one beside it as another upload', () => {
    const store = new SessionStore();
    const first = store.claim(create(), ORIGIN);
    expect(store.claim(create(), ORIGIN)).toBe(first);
    first.creating = 1;
    expect(store.claim(create(), ORIGIN)).not.toBe(first);
  });

  it('begins a new session with a Create after an accepted one', () => {
    const { store, id } = accepted();
    expect(idOf(store, create())).not.toBe(id);
  });

  it('joins a session that began before we looked', () => {
    const { session } = new SessionStore().claim(fragment(), ORIGIN);
    expect(session).toMatchObject({ seenFromStart: false, sessionId: ID, state: 'RECEIVE_FRAGMENTS' });
  });

  it('evicts ended sessions first, then the one that was quiet longest', () => {
    const store = new SessionStore({ maxSessions: 2 });
    const [first, second] = ['/1', '/2'].map((path) => store.claim(create({ path }), ORIGIN));
    if (!first || !second) throw new Error('two sessions were begun');
    store.update(second, { ...second.session, state: 'COMPLETE' });
    store.claim(create({ path: '/3' }), ORIGIN);
    expect(store.evict().map(({ path }) => path)).toEqual(['/2']);
    store.claim(create({ path: '/4' }), ORIGIN);
    expect(store.evict().map(({ path }) => path)).toEqual(['/1']);
  });

  it('finds a reply by its URL in any spelling', () => {
    const { store, id } = accepted();
    const entry = store.claim(fragment(), ORIGIN);
    const reply = {
      url: 'x',
      href: 'http://a.example.test/r/%7BA%7D',
      form: 'absolute',
      announcedAt: 0,
      downloads: 0,
      fetched: 0n,
      complete: false,
    } as const;
    store.update(entry, { ...entry.session, reply: { ...reply, coverage: entry.session.coverage } });
    expect(store.replyOf(ORIGIN.server, undefined, '/r/{A}')?.session.id).toBe(id);
    expect(store.replyOf('elsewhere:80', 'A.example.test', 'http://a.example.test/r/%7bA%7d')?.session.id).toBe(id);
    expect(store.replyOf(ORIGIN.server, undefined, '/r/B')).toBeUndefined();
  });
});
