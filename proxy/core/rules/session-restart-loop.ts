import { bytes, grouped } from './number.ts';
import { defineRule } from './rule.ts';

/** `sessions`: with this one. `forgotten`: those that the server itself no longer knew. `acknowledged`: bytes, in all but this one. */
type Restarts = { sessions: number; forgotten: number; acknowledged: bigint };

export const sessionRestartLoop = defineRule<'create-session', Restarts>({
  id: 'session-restart-loop',
  on: ['create-session'],
  answered: ['accepted'],
  about: 'answer',
  severity: ({ sessions }) => (sessions > 2 ? 'warning' : 'note'),
  blames: ({ forgotten }) => (forgotten > 0 ? 'server' : 'unknown'),
  // To start over is right after 0x8020001F; from when on it is a loop, no source says.
  confidence: 'likely',
  listed: { severity: 'warning', blames: 'server' },
  source: '[BUP §3.1.5.2.1]',
  title: 'Upload starts over',
  why: 'Every new session begins at byte 0, and what was sent before is thrown away. An upload whose sessions do not live long enough never arrives.',
  fix: 'Server: keep sessions where every connection and node finds them (BITSHostId or sticky routing in a farm), and look for restarts, application pool recycling, a short BITSSessionTimeout and more than 50 sessions of one user. Client: go on with a session after an interruption.',
  reality: 'SimpleBITSServer keeps its sessions per TCP connection: every new connection loses them.',
  check({ upload: { unfinished, forgotten, acknowledgedInVain } }) {
    return unfinished > 0 ? { sessions: unfinished + 1, forgotten, acknowledged: acknowledgedInVain } : undefined;
  },
  message({ sessions, forgotten, acknowledged }) {
    const lost = forgotten === 0 ? '' : `; the server had forgotten ${grouped(forgotten)} of the earlier ones`;
    return `Session ${grouped(sessions)} of this client for this URL, none of them finished${lost}. Acknowledged in vain: ${bytes(acknowledged)}.`;
  },
});
