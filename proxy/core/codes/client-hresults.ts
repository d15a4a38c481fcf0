/** What only clients report: no server sends these, but a user's report has them. */
import type { HresultEntry } from './explanation.ts';
import { client, intermediary, server } from './remedy.ts';

const LOG = ['client-log'] as const;
const AGAIN = 'Tries again later, as with every error that may pass.';

export const CLIENT_HRESULTS: readonly HresultEntry[] = [
  {
    code: 0x80200011,
    names: ['BG_E_MISSING_FILE_SIZE'],
    meaning: 'the answer had no Content-Length',
    from: LOG,
    causes: [
      {
        text: 'A download, or the reply of an upload-reply job, came without its length.',
        remedies: [
          server('Send Content-Length with the reply.'),
          intermediary('Do not take Content-Length away, nor turn answers into chunked ones.'),
        ],
      },
    ],
    source: '[DOC bits-return-values]',
  },
  {
    code: 0x80200012,
    names: ['BG_E_INSUFFICIENT_HTTP_SUPPORT'],
    meaning: 'server or proxy does not speak HTTP/1.1',
    from: LOG,
    causes: [
      {
        text: 'An answer came as HTTP/1.0. BITS needs HTTP/1.1 in both directions.',
        remedies: [
          server('Answer as HTTP/1.1; small web servers often have 1.0 as their default.'),
          intermediary('Let the proxy speak HTTP/1.1.'),
        ],
      },
    ],
    source: '[DOC bits-return-values], [BUP §2.2.1]',
  },
  {
    code: 0x80200013,
    names: ['BG_E_INSUFFICIENT_RANGE_SUPPORT'],
    meaning: 'range headers are not supported, or were taken away on the way',
    from: LOG,
    causes: [
      {
        text: 'The server does not support range headers, or a proxy removes them.',
        remedies: [server('Support range requests.'), intermediary('Pass on Range and Content-Range.')],
      },
    ],
    caveats: ['Not "session not found", as is sometimes said: that is 0x8020001F.'],
    source: '[DOC bits-return-values]',
  },
  {
    code: 0x80200014,
    names: ['BG_E_REMOTE_NOT_SUPPORTED'],
    meaning: 'BITS was asked from another machine',
    from: LOG,
    causes: [{ text: 'BITS cannot be used remotely.', remedies: [client('Make the job on the machine that transfers the file.')] }],
    caveats: ['Not a session error, as is sometimes said.'],
    source: '[DOC bits-return-values]',
  },
  {
    code: 0x8020001b,
    names: ['BG_E_INVALID_SERVER_RESPONSE'],
    meaning: 'the server broke the protocol',
    from: LOG,
    reaction: AGAIN,
    causes: [
      {
        text: 'An answer was no correct Ack: not from a BITS server, or changed on the way.',
        remedies: [
          server('Compare the Ack with the rules; what bitstap finds wrong in it names the header.'),
          intermediary('Pass on answers as they came.'),
        ],
      },
    ],
    source: '[MSG]',
  },
  {
    code: 0x8020001c,
    names: ['BG_E_TOO_MANY_FILES'],
    meaning: 'a second file was added to an upload job',
    from: LOG,
    causes: [{ text: 'An upload job holds exactly one file.', remedies: [client('Make a job for each file.')] }],
    source: '[DOC bits-return-values, adding-files-to-a-job]',
  },
  {
    code: 0x8020001d,
    names: ['BG_E_LOCAL_FILE_CHANGED'],
    meaning: 'the local file changed during the upload',
    from: LOG,
    reaction: 'Gives up.',
    causes: [
      {
        text: 'The file changed after the upload had begun.',
        remedies: [client('Upload a copy that nobody writes to, in a new job.')],
      },
    ],
    source: '[DOC file-transfer-consistency]',
  },
  {
    code: 0x8020001e,
    names: ['BG_E_ERROR_CONTEXT_REMOTE_APPLICATION'],
    meaning: 'the text "the remote program reported it", which stands beside an error',
    from: LOG,
    causes: [
      {
        text: 'The application behind the server failed (error context 0x7); the error itself says how.',
        remedies: [client('Look at the error code that stands with it, and at the log of the application.')],
      },
    ],
    source: '[MSG]',
  },
  {
    code: 0x80200022,
    names: ['BG_E_CLIENT_SERVER_PROTOCOL_MISMATCH'],
    meaning: 'no upload protocol in common',
    from: LOG,
    causes: [
      {
        text: 'Create-Session and its Ack named no protocol that both speak.',
        remedies: [server('Choose {7df0354d-249b-430f-820d-3d2a9bef4931} in BITS-Protocol: it is the only one there is.')],
      },
    ],
    source: '[DOC bits-return-values], [BUP §1.7.1, §3.2.5.2.4]',
  },
  {
    code: 0x80200024,
    names: ['BG_E_NO_PROGRESS'],
    meaning: 'no headway was made',
    from: LOG,
    reaction: AGAIN,
    causes: [
      {
        text: 'Packets were answered, but the offset of the server did not move, or nothing arrived.',
        remedies: [
          server('Look for a full disk or a quota.'),
          intermediary('Look for a proxy that drops bodies: compare Content-Length on both sides.'),
        ],
      },
    ],
    source: '[MSG]',
  },
  {
    code: 0x80200029,
    names: ['BG_E_FILE_NOT_FOUND'],
    meaning: 'the file was not found',
    from: LOG,
    causes: [{ text: 'Our sources have no more than its name.', remedies: [client('Check the paths of the job.')] }],
    source: '[MSG]',
  },
  {
    code: 0x8020002d,
    names: ['BG_E_CONNECT_FAILURE'],
    meaning: 'no connection to the server',
    from: LOG,
    causes: [
      {
        text: 'The server was not reached at all; a tap in between sees no request.',
        remedies: [client('Check name, port, firewall and proxy settings of the job.')],
      },
    ],
    source: '[MSG]',
  },
  {
    code: 0x8020002e,
    names: ['BG_E_CONNECTION_CLOSED'],
    meaning: 'the connection was closed too early',
    from: LOG,
    causes: [
      {
        text: 'Server, proxy or firewall ended the connection before the answer was complete.',
        remedies: [intermediary('Look for time-outs and body limits on the way; bitstap shows who closed, and after how many bytes.')],
      },
    ],
    source: '[MSG]',
  },
  {
    code: 0x80072f0c,
    names: ['ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED'],
    meaning: 'the site takes client certificates, and the job has none',
    from: LOG,
    causes: [
      {
        text: 'The site accepts client certificates (even if it does not require one) and none is set for the job.',
        remedies: [client('Set a client certificate in the job.'), server('Do not ask for client certificates on this site.')],
      },
    ],
    source: '[DOC authentication]',
  },
  {
    code: 0x80072f78,
    names: ['ERROR_WINHTTP_INVALID_SERVER_RESPONSE'],
    meaning: 'an answer that is no HTTP',
    from: LOG,
    reaction: AGAIN,
    causes: [
      {
        text: 'Server or proxy sent something that cannot be read as an HTTP answer.',
        remedies: [server('Look at the bytes of the answer.'), intermediary('Try once without the proxy.')],
      },
    ],
    source: '[Event ID 61]',
  },
];
