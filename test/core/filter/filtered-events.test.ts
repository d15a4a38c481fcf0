import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../../proxy/core/analyzer.ts';
import { FilteredEvents } from '../../../proxy/core/filter/filtered-events.ts';
import { ruleById } from '../../../proxy/core/rules/index.ts';
import type { Finding } from '../../../proxy/core/rules/rule.ts';
import type { TimelineEvent } from '../../../proxy/core/timeline.ts';
import type { WireEvent } from '../../../proxy/core/wire.ts';
import { readConversation } from '../../kit/conversation.ts';
import { filter } from '../../kit/filter.ts';
import { allSamples, analyse, withTick } from '../../kit/samples.ts';
import { Script } from '../../kit/timeline.ts';

const SAMPLES = allSamples();
const eventsOf = (name: string) => analyse(SAMPLES.find((sample) => sample.name === name)?.events ?? []);
const chosen = (text: string, events: readonly TimelineEvent[]) => new FilteredEvents(filter(text)).take(events);

const isToldAgain = ({ rule }: Finding) => ruleById(rule)?.once === 'session';

function ofRule(rule: string, event: TimelineEvent): TimelineEvent {
  return event.type === 'finding' ? { ...event, finding: { ...event.finding, rule } } : event;
}

/** An event as its type and what it is about. */
function short(event: TimelineEvent): string {
  switch (event.type) {
    case 'connection':
      return `connection ${event.connection.id}`;
    case 'exchange':
      return `exchange ${event.exchange.id}`;
    case 'packet':
      return `${event.packet.type} ${event.packet.exchange}`;
    case 'session':
      return `session ${event.session.id}`;
    case 'finding':
      return `${event.finding.rule} ${event.finding.exchange}`;
    case 'evicted':
      return `evicted ${event.id}`;
    case 'fault':
      return `fault ${event.code}`;
  }
}

describe('of a conversation', () => {
  const told = (name: string, text: string) => chosen(text, eventsOf(name)).map(short);

  it('an exchange passes with its packets, its findings and what became of its session', () => {
    expect(told('premature-close', 'rule:premature-close-session')).toEqual([
      'exchange x3',
      'close-session x3',
      'close-session-ack x3',
      'premature-close-session x3',
      'incomplete-close-accepted x3',
      'session s1',
    ]);
  });

  it('a row is judged by the session as the row leaves it', () => {
    expect(told('clean-upload', 'state:complete')).toEqual(['exchange x5', 'close-session x5', 'close-session-ack x5', 'session s1']);
  });

  it('a session passes on its own where its exchange does not', () => {
    expect(told('clean-upload', 'state:complete not type:close-session')).toEqual(['session s1']);
  });

  it('connections are judged by themselves', () => {
    expect(told('garbage', 'client:192.0.2.10:50212 -kind:*')).toEqual(['connection c2', 'connection c2']);
  });

  it('exchanges of no session have their client from the connection', () => {
    expect(told('garbage', 'client:192.0.2.10:50212 kind:other')).toEqual(['exchange x2']);
  });

  it('everything passes an empty filter', () => {
    expect(chosen('', eventsOf('premature-close'))).toEqual(eventsOf('premature-close'));
  });
});

describe.each(SAMPLES)('of the conversation $name', ({ events: wire }) => {
  const events = analyse(wire);

  it('all that passes is in order, and a filter and its negation together miss nothing', () => {
    for (const text of ['status:200', 'severity>=note', 'state:complete', 'type:fragment or kind:other']) {
      const passed = chosen(text, events).map(({ seq }) => seq);
      expect(passed).toEqual([...passed].sort((a, b) => a - b));
      const both = new Set([...passed, ...chosen(`not (${text})`, events).map(({ seq }) => seq)]);
      expect(both.size).toBe(events.length);
    }
  });

  it('it does not matter how much of it is told in one call', () => {
    const analyzer = new Analyzer();
    const calls = withTick(wire).map((event) => analyzer.feed(event));
    for (const text of ['status:200', 'severity>=note', 'not state:complete']) {
      const selected = new FilteredEvents(filter(text));
      expect(calls.flatMap((call) => selected.take(call))).toEqual(chosen(text, events));
    }
  });

  it('nothing but its sessions, what is open and findings that may be told again is kept in the end', () => {
    const selected = new FilteredEvents(filter('status:200'));
    selected.take(events);
    const sessions = new Set(events.flatMap((event) => (event.type === 'session' ? [event.session.id] : [])));
    const again = new Set(events.flatMap((event) => (event.type === 'finding' && isToldAgain(event.finding) ? [event.finding.id] : [])));
    const ends = new Map(
      events.flatMap((event) => (event.type === 'connection' ? [[event.connection.id, event.connection.closedAt]] : [])),
    );
    const open = [...ends.values()].filter((closedAt) => closedAt === undefined).length;
    expect(selected.kept).toBe(sessions.size + open + again.size);
  });
});

describe('memory', () => {
  /** So many uploads, each on a connection of its own and each by another client. */
  function uploads(count: number): WireEvent[] {
    const [sample] = SAMPLES.filter(({ name }) => name === 'clean-upload');
    return Array.from({ length: count }, (_, index) =>
      (sample?.events ?? []).map((event): WireEvent => {
        if (!('connection' in event) || event.connection === undefined) return event;
        const renamed = { ...event, connection: `${event.connection}-${index}` };
        return renamed.type === 'opened' ? { ...renamed, client: `192.0.2.${index}:50211` } : renamed;
      }),
    ).flat();
  }

  it('is bounded by the sessions that the analyzer keeps', () => {
    const analyzer = new Analyzer({ maxSessions: 3 });
    const selected = new FilteredEvents(filter('status:200'));
    for (const event of uploads(40)) selected.take(analyzer.feed(event));
    expect(selected.kept).toBe(3);
  });

  it('has a bound of its own', () => {
    const analyzer = new Analyzer();
    const selected = new FilteredEvents(filter('status:200'), { maxSessions: 5 });
    for (const event of uploads(40)) selected.take(analyzer.feed(event));
    expect(selected.kept).toBe(5);
  });

  it('keeps an exchange whose answer came before its request ended', () => {
    const events = analyse(
      readConversation(
        [
          '=== 0.000 c1 open 192.0.2.10:50211 bits.example.test:80',
          '=== 0.010 c1 client\nPOST /up HTTP/1.1\nHost: bits.example.test\nContent-Length: 6\n\n<<3 bytes>>',
          '=== 0.020 c1 server\nHTTP/1.1 403 Forbidden\nContent-Length: 0\n\n',
          '=== 0.030 c1 client\n<<3 bytes>>',
        ].join('\n'),
      ),
    );
    const selected = new FilteredEvents(filter('status:403'));
    expect(selected.take(events).map(short)).toEqual(['exchange x1', 'exchange x1']);
    expect(selected.kept).toBe(1);
  });
});

describe('what was forgotten', () => {
  it('is told to who asked for it', () => {
    const script = new Script();
    const events = [
      script.session('s1', { fileName: 'a.bin' }),
      script.exchange('x1'),
      script.evicted('session', 's1'),
      script.evicted('exchange', 'x1'),
    ];
    expect(chosen('file:a.bin', events).map(short)).toEqual(['session s1', 'evicted s1']);
    expect(chosen('kind:other', events).map(short)).toEqual(['exchange x1', 'evicted x1']);
  });

  it('is told to everybody where it is not known any more', () => {
    const script = new Script();
    expect(chosen('file:a.bin', [script.evicted('session', 's7'), script.evicted('exchange', 'x7')])).toHaveLength(2);
  });
});

describe('a finding that is told again with a greater count', () => {
  const told = (text: string) => {
    const script = new Script();
    const first = ofRule('basic-auth-cleartext', script.finding('f1', 'x1', 's1'));
    const row = [script.exchange('x1', 's1'), first, script.session('s1')];
    return chosen(text, [...row, ofRule('basic-auth-cleartext', script.finding('f1', 'x1', 's1'))]).map(short);
  };

  it('passes where it did at first, although its row is over', () => {
    expect(told('kind:bits')).toEqual(['exchange x1', 'basic-auth-cleartext x1', 'session s1', 'basic-auth-cleartext x1']);
  });

  it('does not pass where it did not', () => {
    expect(told('kind:other')).toEqual([]);
  });
});

it('faults always pass', () => {
  const script = new Script();
  expect(chosen('status:999', [script.fault('upstream-refused')]).map(short)).toEqual(['fault upstream-refused']);
});

it('no order of events is too odd', () => {
  const one = fc.constantFrom<(script: Script) => TimelineEvent>(
    (script) => script.exchange('x1', 's1'),
    (script) => script.exchange('x2'),
    (script) => script.request('x1', 's1'),
    (script) => script.answer('x1', 's1'),
    (script) => script.finding('f1', 'x1', 's1'),
    (script) => script.session('s1'),
    (script) => script.evicted('session', 's1'),
    (script) => script.evicted('exchange', 'x1'),
    (script) => script.connection('c1'),
    (script) => script.connection('c1', { closedAt: 1 }),
  );
  fc.assert(
    fc.property(fc.array(one), (makers) => {
      const script = new Script();
      const events = makers.map((make) => make(script));
      const passed = chosen('severity:error or kind:other', events).map(({ seq }) => seq);
      expect(passed).toEqual([...new Set(passed)].sort((a, b) => a - b));
    }),
  );
});
