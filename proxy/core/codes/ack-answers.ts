/**
 * What servers answer to packets [BUP §2.2.1.2], as a table: read one way it explains a status, the other way an error
 * value.
 */
import { ACCESS_DENIED, CONTEXT_SERVER, DISK_FULL, DISK_FULL_AS_PRINTED, SESSION_NOT_FOUND, TOO_LARGE } from '../bits/hresult.ts';
import type { AckAnswer } from './ack-answer.ts';
import { REFUSED_ANSWERS } from './refused-answers.ts';
import { client, intermediary, server } from './remedy.ts';

export const ACK_ANSWERS: readonly AckAnswer[] = [
  { statuses: [200], means: 'Success.', remedies: [], source: '[BUP §3.1.5.2]' },
  {
    statuses: [201],
    acks: ['create-session'],
    means: 'The session was created. The docs count 201 as success, the spec knows only 200; OneDrive answered so.',
    remedies: [server('Answer 200, which every client takes.')],
    source: '[DOC ack-for-create-session]',
  },
  {
    statuses: [301, 302, 303, 307, 308],
    means: 'A redirect, as from http to https, to a trailing slash or to a login page. BITS packets have none.',
    remedies: [client('Put the final URL into the job.'), intermediary('Do not redirect BITS_POST.')],
    source: '[BUP §2.2.1.2]',
  },
  ...REFUSED_ANSWERS,
  {
    statuses: [500],
    acks: ['fragment', 'close-session', 'cancel-session'],
    errors: [SESSION_NOT_FOUND],
    context: CONTEXT_SERVER,
    means: 'The server does not know the session: it expired, was closed or cancelled, or lives on another node of a farm.',
    remedies: [
      client('Start over with Create-Session. Send the id exactly as the Ack to Create-Session had it.'),
      server(
        'Check the session time-out (BITSSessionTimeout: 14 days without progress), the limit of sessions (BITSNumberOfSessionsLimit: 50 of a user) and what was restarted.',
      ),
      server('In a farm set BITSHostId, so that a session stays on its node.'),
    ],
    source: '[BUP §2.2.1.2, §3.2.5.2.3], [DOC bits-iis-extension-properties]',
  },
  {
    statuses: [500],
    acks: ['fragment'],
    errors: [TOO_LARGE],
    context: CONTEXT_SERVER,
    means: 'The fragment, or the whole file, is above a limit of the server.',
    remedies: [server('Raise BITSMaximumUploadSize (empty: no limit).'), client('Send a smaller file.')],
    source: '[BUP §2.2.1.2, §3.1.5.2.1]',
  },
  {
    statuses: [500],
    acks: ['fragment'],
    errors: [DISK_FULL, DISK_FULL_AS_PRINTED],
    context: CONTEXT_SERVER,
    means: 'The disk of the server is full.',
    remedies: [server('Make room. Files of unfinished sessions stay until they expire, 14 days by default.')],
    source: '[BUP §2.2.1.2, §3.2.2.1]',
  },
  {
    statuses: [501],
    errors: [ACCESS_DENIED],
    means: 'Uploads are not enabled on this virtual directory (the spec and IIS 6; IIS 7 and later say 404).',
    remedies: [server('Turn on BITS uploads for this directory.')],
    source: '[BUP §2.2.1.2, §3.1.5.2.1, <22>], [DOC bits-return-values]',
  },
  {
    statuses: [503],
    means: 'The server cannot serve now.',
    remedies: [server('Look whether the site is stopped or overloaded; the client comes back by itself.')],
    source: '[DOC bits-return-values]',
  },
  {
    statuses: [504],
    means: 'A gateway got no answer from the server in time. The last Fragment waits for the application, for up to 5 minutes.',
    remedies: [intermediary('Raise the time-out of the gateway above 5 minutes.')],
    source: '[DOC bits-return-values, bits-iis-extension-properties]',
  },
  {
    statuses: [400, 403, 404, 405, 501],
    bare: true,
    means: 'The verb BITS_POST is blocked: nobody who speaks BITS saw the packet. Its Server and Via headers tell who answered.',
    remedies: [
      server('Allow BITS_POST in Request Filtering and UrlScan (IIS then logs 404.6), and install the BITS server extension.'),
      intermediary('Allow BITS_POST in firewall, gateway and reverse proxy.'),
    ],
    source: '[BUP §2.2.1], [DOC setting-up-the-server-for-uploads]',
  },
];
