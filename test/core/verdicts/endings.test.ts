import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../../proxy/core/timeline.ts';
import { ENDINGS, verdict } from '../../../proxy/core/verdict.ts';
import { Talk } from '../../kit/talk.ts';

type Row = readonly [ending: string, situation: string, talk: Talk, outcome: string, stoppedBy: string, sentence: string];

const talk = () => new Talk();
const begun = () => new Talk().begin();
/** 100 of 300 bytes are acknowledged. */
const third = () => begun().stored('0-99/300');
/** All of 100 bytes are. */
const whole = () => begun().stored('0-99/100');
/** A session that was not seen to begin. */
const met = () => new Talk();
const GONE = { error: '0x8020001F', context: '0x5' };
const OTHER = '{00000000-0000-4000-8000-000000000002}';

const repeat = (count: number, start: Talk, step: (talk: Talk) => Talk) =>
  Array.from({ length: count }).reduce((so: Talk) => step(so), start);

const ROWS: readonly Row[] = [
  [
    ...(['unreachable', 'no server at the first packet', talk().ping().cut('proxy', 'failed'), 'interrupted', 'network'] as const),
    'The server could not be reached, so that the Ping got no answer; no byte sent.',
  ],
  [
    ...(['unreachable', 'the server goes down', third().fragment('100-199/300').cut('proxy', 'failed'), 'interrupted', 'network'] as const),
    'The server could not be reached, so that the Fragment got no answer; 100 of 300 bytes acknowledged.',
  ],
  [
    ...(['unreadable', 'an answer that is no HTTP', third().ping().raw('server', 'SSH-2.0-x\r\n\r\n'), 'interrupted', 'server'] as const),
    'The server sent bytes that are no HTTP where the Ping should be answered; 100 of 300 bytes acknowledged.',
  ],
  [
    ...(['notSeenToItsEnd', 'the capture ends', third().fragment('100-199/300').ends(), 'unknown', 'unknown'] as const),
    'Not seen to its end: the traffic ends while the Fragment had no answer yet; 100 of 300 bytes acknowledged.',
  ],
  [
    ...(['notSeenToItsEnd', 'the tap stops', third().close().cut('proxy', 'shutdown'), 'unknown', 'unknown'] as const),
    'Not seen to its end: bitstap was stopped while the Close-Session had no answer yet; 100 of 300 bytes acknowledged.',
  ],
  [
    ...(['timedOut', 'no answer for 5 minutes', third().fragment('100-299/300').silence(300_000).cut('client', 'fin')] as const),
    ...(['interrupted', 'client'] as const),
    'The client gave up: it had waited 5 minutes for the answer to the Fragment; 100 of 300 bytes acknowledged.',
  ],
  [
    ...(['cutOff', 'by the server, in the body', third().fragment('100-199/300', { came: 60 }).cut('server')] as const),
    ...(['interrupted', 'server'] as const),
    'Cut off by the server, with 100 of 300 bytes acknowledged: it reset the connection in the middle of the Fragment, after 60 bytes of its body; the client has not come back so far.',
  ],
  [
    ...([
      'cutOff',
      'by the client, for good',
      third().fragment('100-199/300').cut('client', 'fin').ends(),
      'interrupted',
      'client',
    ] as const),
    'Cut off by the client, with 100 of 300 bytes acknowledged: it closed the connection before the Fragment was answered; the client never came back.',
  ],
  [
    ...(['cutOff', 'before Close is answered', whole().close().cut('server', 'fin'), 'interrupted', 'server'] as const),
    'Cut off by the server, with 100 of 100 bytes acknowledged: it closed the connection before the Close-Session was answered; the client has not come back so far.',
  ],
  [
    ...(['challenged', 'a first 401', talk().create().answer(401, { bits: false }), 'not-authenticated', 'nobody'] as const),
    'The server asks for credentials (401 to the Create-Session); the client has not sent any so far.',
  ],
  [
    ...(['challenged', 'a 407 and then nothing', talk().create().answer(407, { bits: false }).ends()] as const),
    ...(['not-authenticated', 'intermediary'] as const),
    'The proxy on the way asks for credentials (407 to the Create-Session); the client never sent any.',
  ],
  [
    ...(['challenged', 'credentials do not help'] as const),
    repeat(2, talk().create().answer(401), (so) => so.create({ credentials: true }).answer(401)),
    ...(['not-authenticated', 'server'] as const),
    'Stopped by the server: it answered 401 three times in a row to the Create-Session, twice in spite of credentials.',
  ],
  [
    ...(['outOfStep', 'a first 416', third().fragment('200-299/300').answer(416, { next: 100 }), 'out-of-step', 'nobody'] as const),
    'Out of step: the server answered 416 at offset 200 and asks for 100; the client has not gone back so far.',
  ],
  [
    ...([
      'outOfStep',
      'and then nothing',
      third().fragment('200-299/300').answer(416, { next: 100 }).ends(),
      'out-of-step',
      'server',
    ] as const),
    'Stopped by the server: it answered 416 at offset 200 and asks for 100; the client never went back.',
  ],
  [
    ...(['outOfStep', 'the client insists'] as const),
    repeat(3, begun(), (so) => so.fragment('4194304-4194403/9000000').answer(416, { next: 3_145_728 })),
    ...(['out-of-step', 'server'] as const),
    'Stopped by the server: it answered 416 three times at offset 4,194,304 and asks for 3,145,728; the client never went back.',
  ],
  [
    ...(['outOfStep', 'the server is ahead'] as const),
    repeat(2, third(), (so) => so.fragment('100-199/300').answer(416, { next: 200 })),
    ...(['out-of-step', 'server'] as const),
    'Stopped by the server: it answered 416 twice at offset 100 and asks for 200; the client never went forward.',
  ],
  [
    ...(['outOfStep', 'no offset in the 416', repeat(2, third(), (so) => so.fragment('100-199/300').answer(416))] as const),
    ...(['out-of-step', 'server'] as const),
    'Stopped by the server: it answered 416 twice at offset 100 and names no offset to go on from.',
  ],
  [
    ...(['tooLarge', 'a 413', third().fragment('100-299/300').answer(413), 'refused', 'server'] as const),
    'Refused as too large by the server, with 100 of 300 bytes acknowledged: it answered 413 to the Fragment at 100; the last had 200 bytes.',
  ],
  [
    ...(['tooLarge', 'the page of a proxy', begun().fragment('0-99/300').answer(413, { bits: false, via: '1.1 gate' })] as const),
    ...(['refused', 'intermediary'] as const),
    'Refused as too large by something on the way, with 0 of 300 bytes acknowledged: it answered 413 to the Fragment at 0; the last had 100 bytes.',
  ],
  [
    ...(['unknownUnsignalled', 'a 404 for a session met in the middle', met().close().answer(404), 'lost', 'server'] as const),
    'Stopped by the server: it answered 404 to the Close-Session, of a session that was not seen created; most likely it does not know the session.',
  ],
  [
    ...(['blocked', 'the verb is not allowed', talk().create().answer(405, { bits: false }), 'refused', 'server'] as const),
    'Stopped before BITS: 405 to the Create-Session, with no BITS header, so that nobody who speaks BITS may have seen it.',
  ],
  [
    ...(['blocked', 'on the way', talk().ping().answer(403, { bits: false, via: '1.1 gate' }), 'refused', 'intermediary'] as const),
    'Stopped before BITS: 403 to the Ping, with no BITS header, so that nobody who speaks BITS may have seen it.',
  ],
  [
    ...(['refused', 'no access', talk().create().answer(403, { error: '0x80070005', context: '0x5' }), 'refused', 'server'] as const),
    'Stopped by the server: it answered 403 (0x80070005) to the Create-Session, which means: no right to write there, or the file exists and may not be overwritten.',
  ],
  [
    ...(['refused', 'uploads are off', talk().create().answer(501, { error: '0x80070005', context: '0x5' }), 'refused', 'server'] as const),
    'Stopped by the server: it answered 501 (0x80070005) to the Create-Session, which means: uploads are not enabled there.',
  ],
  [
    ...(['refused', 'the file exists', talk().create().answer(409), 'refused', 'server'] as const),
    'Stopped by the server: it answered 409 to the Create-Session, which means: the file exists and may not be overwritten.',
  ],
  [
    ...(['refused', 'the disk is full', third().fragment('100-199/300').answer(500, { error: '0x80070070', context: '0x5' })] as const),
    ...(['refused', 'server'] as const),
    'Stopped by the server, with 100 of 300 bytes acknowledged: it answered 500 (0x80070070) to the Fragment at 100, which means: its disk is full.',
  ],
  [
    ...(['refused', 'the application fails', begun().fragment('0-99/100').answer(500, { error: '0x80004005', context: '0x7' })] as const),
    ...(['refused', 'server'] as const),
    'Stopped by the server, with 0 of 100 bytes acknowledged: it answered 500 (0x80004005) to the Fragment at 0, which means: the application behind it failed.',
  ],
  [
    ...([
      'refused',
      'a passing trouble',
      repeat(2, third(), (so) => so.fragment('100-199/300').answer(503)),
      'interrupted',
      'server',
    ] as const),
    'Put off by the server, with 100 of 300 bytes acknowledged: it answered 503 to the Fragment at 100, twice, which means: it is overloaded or down for the moment.',
  ],
  [
    ...([
      'refused',
      'a passing trouble that the client never came back from',
      third().fragment('100-199/300').answer(503).quiet(),
      'interrupted',
      'server',
    ] as const),
    'Put off by the server, with 100 of 300 bytes acknowledged: it answered 503 to the Fragment at 100, which means: it is overloaded or down for the moment; the client never came back.',
  ],
  [
    ...(['refused', 'a gateway', talk().create().answer(502, { bits: false }), 'interrupted', 'intermediary'] as const),
    'Put off by something on the way: it answered 502 to the Create-Session, which means: a gateway could not reach the server behind it.',
  ],
  [
    ...(['refused', 'a redirect', talk().create().answer(302, { bits: false }), 'refused', 'server'] as const),
    'Stopped by the server: it answered 302 to the Create-Session, which means: a redirect, which BITS packets do not follow.',
  ],
  [
    ...(['refused', 'Close is put off', whole().close().answer(503), 'interrupted', 'server'] as const),
    'Put off by the server, with 100 of 100 bytes acknowledged: it answered 503 to the Close-Session, which means: it is overloaded or down for the moment.',
  ],
  [
    ...(['createdWithoutId', 'accepted, no id', talk().create().answer(200), 'refused', 'server'] as const),
    'Stopped by the server: it answered 200 to the Create-Session but gave no session id, so that nothing can follow.',
  ],
  [
    ...(['stuck', 'the server takes its time', begun().fragment('0-99/100').silence(150_000), 'stuck', 'server'] as const),
    'Stuck at the server: the Fragment has waited 2 minutes for an answer, with 0 of 100 bytes acknowledged.',
  ],
  [
    ...(['abandoned', 'quiet in the middle', third().quiet(), 'abandoned', 'client'] as const),
    'Left unfinished: no packet came for 24 hours, with 100 of 300 bytes acknowledged and neither Close-Session nor Cancel-Session.',
  ],
  [
    ...(['abandoned', 'nothing but a Ping', talk().ping().answer(200).ends(), 'abandoned', 'unknown'] as const),
    'Left unfinished: the traffic ends here, before a session was created.',
  ],
  [
    ...(['hardlySeen', 'one packet of it', met().fragment('100-199/300'), 'unknown', 'unknown'] as const),
    'Met in the middle: 1 packet seen, and how much the server has is not known.',
  ],
  [...(['starting', 'a Ping', talk().ping().answer(200), 'under-way', 'nobody'] as const), 'Starting: 1 packet, no Create-Session yet.'],
  [
    ...(['starting', 'Create is on its way', talk().create(), 'under-way', 'nobody'] as const),
    'Starting: 1 packet, 1 Create-Session sent, waiting for an answer.',
  ],
  [...(['uploading', 'accepted', begun(), 'under-way', 'nobody'] as const), 'Accepted: no Fragment yet.'],
  [
    ...(['uploading', 'in the middle', third(), 'under-way', 'nobody'] as const),
    'Uploading: 100 of 300 bytes acknowledged after 1 Fragment.',
  ],
  [
    ...(['uploading', 'half of a Fragment came', third().fragment('100-299/300', { came: 100 }), 'under-way', 'nobody'] as const),
    'Uploading: 100 of 300 bytes acknowledged after 2 Fragments; 100 bytes of 200 bytes of the last are on their way.',
  ],
  [
    ...(['uploading', 'the client obeys a 416'] as const),
    third().fragment('200-299/300').answer(416, { next: 100 }).fragment('100-299/300', { came: 50 }),
    ...(['under-way', 'nobody'] as const),
    'Uploading: 100 of 300 bytes acknowledged after 3 Fragments; 50 bytes of 200 bytes of the last are on their way.',
  ],
  [
    ...(['waitingForClose', 'all is there', whole(), 'under-way', 'nobody'] as const),
    'Waiting for Close-Session: 100 of 100 bytes acknowledged.',
  ],
  [
    ...(['waitingForClose', 'Close is on its way', whole().close(), 'under-way', 'nobody'] as const),
    'Waiting for Close-Session: 100 of 100 bytes acknowledged; it was sent and waits for its Ack.',
  ],
  [
    ...([
      'replyOutstanding',
      'half a reply',
      begun().stored('0-99/100', '/inbox/reply.bin').fetchReply(40, 100),
      'under-way',
      'nobody',
    ] as const),
    'Waiting for the client: 100 of 100 bytes acknowledged; it has fetched 40 of 100 bytes of the reply and has not closed so far.',
  ],
  [
    ...(['neverClosed', 'the capture ends', whole().ends(), 'abandoned', 'unknown'] as const),
    'Never closed: 100 of 100 bytes acknowledged, and the traffic ends without Close-Session.',
  ],
  [
    ...(['closedTooEarlyInVain', 'Close with a third', third().close().answer(400), 'incomplete', 'client'] as const),
    'Closed too early by the client: it sent Close-Session with 100 of 300 bytes acknowledged, and the server refused that with 400.',
  ],
  [
    ...(['endRefused', 'Close of a whole file', whole().close().answer(404), 'refused', 'server'] as const),
    'Not ended by the server, with 100 of 100 bytes acknowledged: it answered 404 to the Close-Session, which means: nothing is there, uploads are off, or the size is above the request limit.',
  ],
  [
    ...(['endRefused', 'Cancel in the middle', third().cancel().answer(403), 'refused', 'server'] as const),
    'Not ended by the server, with 100 of 300 bytes acknowledged: it answered 403 to the Cancel-Session, which means: no right to write there, or the file exists and may not be overwritten.',
  ],
  [
    ...(['closedTooEarly', 'Close with a third', third().close().answer(200), 'incomplete', 'client'] as const),
    'Closed too early by the client: 100 of 300 bytes were acknowledged, 200 are missing, and the server accepted the Close-Session.',
  ],
  [
    ...(['acknowledgedUnsent', 'an Ack beyond what came'] as const),
    begun().fragment('0-99/300').answer(200, { next: 300 }).close().answer(200),
    ...(['incomplete', 'server'] as const),
    'Closed as complete, but 200 of 300 bytes were never seen sent: the server acknowledged bytes that it can hardly have.',
  ],
  [
    ...(['closedWithoutFragment', 'an empty session', begun().close().answer(200), 'incomplete', 'client'] as const),
    'Closed by the client without a Fragment: no byte was uploaded.',
  ],
  [
    ...(['closedWithoutFragment', 'only its Close was seen', met().close().answer(200), 'unknown', 'unknown'] as const),
    'Closed by the client without a Fragment that was seen.',
  ],
  [
    ...(['closedUnacknowledged', 'no Ack of a Fragment seen'] as const),
    met().fragment('200-299/300').cut('client').close().answer(200),
    ...(['unknown', 'unknown'] as const),
    'Closed, and the server accepted it; that all bytes had arrived was not seen. Its beginning was not seen.',
  ],
  [
    ...(['replyLost', 'no byte of it fetched'] as const),
    begun().stored('0-99/100', '/inbox/reply.bin').close().answer(200),
    ...(['reply-lost', 'client'] as const),
    'Uploaded, but closed by the client before its reply was fetched: 100 of 100 bytes acknowledged, and 0 bytes of the reply were seen fetched.',
  ],
  [
    ...(['wentOnAfterClose', 'a Fragment after it'] as const),
    whole().close().answer(200).fragment('0-99/100').answer(500, GONE),
    ...(['complete', 'nobody'] as const),
    'Complete: 100 of 100 bytes acknowledged and closed; afterwards the client sent the Fragment at 0 of the same session, which got 500 (0x8020001F).',
  ],
  [
    ...(['complete', 'as it should be', whole().close().answer(200), 'complete', 'nobody'] as const),
    'Complete: 100 bytes in 1 Fragment and 50 ms.',
  ],
  [
    ...(['complete', 'with a resumed Fragment and a reply'] as const),
    third()
      .fragment('100-199/300', { came: 60 })
      .cut('server')
      .fragment('100-299/300')
      .answer(200, { next: 300, reply: '/inbox/reply.bin' })
      .fetchReply(100, 100)
      .close()
      .answer(200),
    ...(['complete', 'nobody'] as const),
    'Complete: 300 bytes in 3 Fragments and 120 ms, in spite of 1 interruption; 60 bytes went twice; its reply of 100 bytes was fetched.',
  ],
  [
    ...(['cancelledAfterAll', 'after the last Ack', whole().cancel().answer(200), 'cancelled', 'client'] as const),
    'Cancelled by the client after 100 of 100 bytes had been acknowledged.',
  ],
  [
    ...(['cancelled', 'in the middle', third().cancel().answer(200), 'cancelled', 'client'] as const),
    'Cancelled by the client with 100 of 300 bytes acknowledged: the server throws away what it has.',
  ],
  [
    ...(['closedBefore', 'Close is repeated'] as const),
    whole().close().cut('server').close().answer(500, GONE),
    ...(['unknown', 'nobody'] as const),
    "Most likely complete: 100 of 100 bytes acknowledged; the server does not know the session at the client's repeated Close-Session (0x8020001F), so that an earlier one did its work.",
  ],
  [
    ...(['neverKnown', 'met in the middle', met().fragment('100-199/300').answer(500, GONE), 'lost', 'server'] as const),
    'Stopped by the server: it does not know this session (0x8020001F), which was not seen created; the client has not started over so far.',
  ],
  [
    ...([
      'lost',
      'after a long silence',
      third()
        .silence(15 * 86_400_000)
        .fragment('100-199/300')
        .answer(500, GONE),
      'lost',
      'server',
    ] as const),
    'Lost by the server after 15 days of silence: it no longer knows the session (0x8020001F), with 100 of 300 bytes acknowledged; the client has not started over so far.',
  ],
  [
    ...(['lost', 'and the client starts over', third().fragment('100-199/300').answer(500, GONE).begin(OTHER), 'lost', 'server'] as const),
    'Lost by the server: it no longer knows the session (0x8020001F), with 100 of 300 bytes acknowledged; the client started over as s2.',
  ],
];

/** Which ending speaks. */
function speaker(view: SessionView, at: number): string {
  const { first, last } = ENDINGS[view.state];
  return (first.find((ending) => ending(view, at)) ?? last).name;
}

describe.each(ROWS)('%s, %s', (ending, _situation, said, outcome, stoppedBy, sentence) => {
  it('is told in one sentence', () => {
    const view = said.session();
    expect(verdict(view, said.at)).toMatchObject({ outcome, stoppedBy, sentence });
    expect(speaker(view, said.at)).toBe(ending);
  });
});

describe('the endings', () => {
  const all = new Set(Object.values(ENDINGS).flatMap(({ first, last }) => [...first, last].map(({ name }) => name)));

  it.each([...all])('%s has a case here', (name) => {
    expect(ROWS.map(([ending]) => ending)).toContain(name);
  });

  it('have a case in every state', () => {
    expect([...new Set(ROWS.map(([, , said]) => said.session().state))].sort()).toEqual(Object.keys(ENDINGS).sort());
  });

  it('advise wherever somebody has to do something', () => {
    const silent = new Set(['under-way', 'complete', 'cancelled', 'unknown']);
    const mute = ROWS.map(([, , said]) => verdict(said.session(), said.at)).filter(
      ({ outcome, advice }) => !advice && !silent.has(outcome),
    );
    expect(mute).toEqual([]);
  });
});

describe('the advice about a passing trouble', () => {
  const putOff = () => third().fragment('100-199/300').answer(503);

  it.each([
    ['at first', putOff(), 'Look at the server. The client tries again by itself.'],
    ['when the traffic has ended', putOff().ends(), /after 10 minutes unless the job says otherwise\.$/],
    ['after a day', putOff().quiet(), /look at its job, which may be suspended or cancelled\.$/],
  ])('says what to expect of the client %s', (_when, said, advice) => {
    expect(verdict(said.session(), said.at).advice).toMatch(advice);
  });
});

describe('the second session of an upload', () => {
  it('tells that the client has started over', () => {
    const { sentence } = verdict(third().begin(OTHER).session('s2'));
    expect(sentence).toBe('Accepted: no Fragment yet. The client has started over once for this file.');
  });
});
