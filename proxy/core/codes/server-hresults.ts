/** The error values that servers put on the wire [BUP §2.2.1.2]. What causes them is in the table of answers. */
import {
  ACCESS_DENIED,
  DISK_FULL,
  DISK_FULL_AS_PRINTED,
  INVALID_ARGUMENT,
  SERVER_EXECUTE_ENABLED,
  SESSION_NOT_FOUND,
  SUCCESS,
  TOO_LARGE,
  UNSPECIFIED_FAILURE,
} from '../bits/hresult.ts';
import type { HresultEntry } from './explanation.ts';
import { server } from './remedy.ts';

const REPORTED = 'Reports the error to the application that made the job.';

export const SERVER_HRESULTS: readonly HresultEntry[] = [
  {
    code: SUCCESS,
    names: ['S_OK'],
    meaning: 'no error; stands beside status 416',
    from: ['server'],
    reaction: 'Goes by the status.',
    caveats: ['Beside any other status of 400 or more it hides what went wrong. On a 200 it is superfluous and harmless.'],
    source: '[BUP §2.2.1.2]',
  },
  {
    code: ACCESS_DENIED,
    names: ['E_ACCESSDENIED'],
    meaning: 'with 403: not allowed there, or the file exists; with 501: uploads are off',
    from: ['server'],
    reaction: REPORTED,
    source: '[BUP §2.2.1.2, §3.1.5.2.1]',
  },
  {
    code: INVALID_ARGUMENT,
    names: ['E_INVALIDARG'],
    meaning: 'the request broke a rule of the protocol',
    from: ['server'],
    reaction: REPORTED,
    caveats: ['Some servers send it for a session that they do not know. Then the client does not start over, and the job fails.'],
    source: '[BUP §2.2.1.2, §3.1.5.2.1]',
  },
  {
    code: DISK_FULL,
    names: ['ERROR_DISK_FULL'],
    meaning: 'the disk of the server is full',
    from: ['server'],
    reaction: REPORTED,
    caveats: [
      'The spec prints this value as x80070112: a slip, or so it looks, for Win32 error 112 is 0x70 in hexadecimal. Servers send either.',
    ],
    source: '[BUP §2.2.1.2]',
  },
  {
    code: DISK_FULL_AS_PRINTED,
    names: ['ERROR_DISK_FULL'],
    meaning: 'the disk of the server is full; with 408: the application was too slow',
    from: ['server', 'application'],
    reaction: REPORTED,
    caveats: [
      'A slip of the spec, or so it looks: Win32 error 112 (disk full) is 0x80070070 as an HRESULT. Both are taken for it.',
      'The spec prints the same value for an application that is too slow; only the 408 beside it tells the two apart.',
    ],
    source: '[BUP §2.2.1.2, §3.3.6]',
  },
  {
    code: SESSION_NOT_FOUND,
    names: ['BG_E_SESSION_NOT_FOUND'],
    meaning: 'the server does not know the session; the client starts over',
    from: ['server'],
    reaction: 'Starts over with Create-Session and sends the file again from byte 0; not after Cancel-Session.',
    caveats: [
      'After Close-Session sources differ: the docs let the client give up, the spec lets it start over.',
      'A Ping never gets it: a server answers that with 200, whatever the session.',
    ],
    source: '[BUP §2.2.1.2, §3.1.5.2.1, §3.2.5.2.5], [DOC ack-for-close-session, bits-iis-extension-properties], [MSG]',
  },
  {
    code: TOO_LARGE,
    names: ['BG_E_TOO_LARGE'],
    meaning: 'the fragment or the whole file is above the limit of the server',
    from: ['server'],
    reaction: REPORTED,
    caveats: [
      'Sources differ on what is too large: the table of the spec says the fragment, its client section and the docs say the whole file.',
      'The request limit of IIS shows as 404 instead, a limit on the way as 413.',
    ],
    source: '[BUP §2.2.1.2] against [BUP §3.1.5.2.1], [DOC bits-return-values]',
  },
  {
    code: SERVER_EXECUTE_ENABLED,
    names: ['BG_E_SERVER_EXECUTE_ENABLE', 'BG_E_SERVER_EXECUTE_ENABLED'],
    meaning: 'script or execute permission is on for the directory',
    from: ['client-log'],
    causes: [
      {
        text: 'The virtual directory allows uploads and running scripts or programs, so that an upload could be executed.',
        remedies: [server('Turn off script and execute permission for the directory.')],
      },
    ],
    caveats: ['The docs say that the job fails with this code. Whether a server sends it on the wire is not verified.'],
    source: '[DOC setting-permissions-on-virtual-directories, bits-return-values]',
  },
  {
    code: UNSPECIFIED_FAILURE,
    names: ['E_FAIL'],
    meaning: 'it failed, and no code says why',
    from: ['server'],
    causes: [
      {
        text: 'Not one of the documented error values. The reference server of bitstap sends it with 500 when no other fits.',
        remedies: [server('Look into the log of the server.')],
      },
    ],
    source: '[BUP §2.2.1.2]',
  },
];
