/** The answers that say no with a 4xx. */
import { ACCESS_DENIED, CONTEXT_APPLICATION, CONTEXT_SERVER, DISK_FULL_AS_PRINTED, INVALID_ARGUMENT, SUCCESS } from '../bits/hresult.ts';
import type { AckAnswer } from './ack-answer.ts';
import { application, client, intermediary, server } from './remedy.ts';

export const REFUSED_ANSWERS: readonly AckAnswer[] = [
  {
    statuses: [400],
    errors: [INVALID_ARGUMENT],
    context: CONTEXT_SERVER,
    means:
      'The request broke a rule: a header is missing or wrong, the packet type is unknown, Content-Range is no range, the total length changed, a header value is above 4 KB, the destination is a directory, or (Windows) Content-Length is missing.',
    remedies: [
      client('Compare the request with the rules of its packet; if it left the client in order, compare both sides of every hop.'),
      intermediary('Pass on BITS-* headers, Content-Range and Content-Length as they came.'),
    ],
    source: '[BUP §2.2.1.2, §3.2.5.2.3, §3.2.5.2.6, <23>], [DOC bits-upload-protocol]',
  },
  {
    statuses: [400],
    acks: ['create-session'],
    errors: [INVALID_ARGUMENT],
    context: CONTEXT_SERVER,
    means: 'No upload protocol in common: BITS-Supported-Protocols has none that the server speaks.',
    remedies: [client('Offer {7df0354d-249b-430f-820d-3d2a9bef4931}, the BITS 1.5 Upload Protocol.')],
    source: '[BUP §3.2.5.2.4]',
  },
  {
    statuses: [400],
    acks: ['fragment'],
    final: true,
    errors: [INVALID_ARGUMENT],
    means: 'The application gave a reply URL of more than 2,200 characters.',
    remedies: [application('Give a shorter reply URL.')],
    source: '[BUP §2.2.1.2]',
  },
  {
    statuses: [401],
    means: 'The server wants credentials. Part of every login: NTLM takes two or three rounds on one connection.',
    remedies: [
      client('If it comes again with credentials sent: check the account and its credentials in the job.'),
      intermediary('Keep one connection to the server for each of the client: NTLM authenticates the connection.'),
    ],
    source: '[BUP §3.1.5.2.1, §2.2.4]',
  },
  {
    statuses: [403],
    errors: [ACCESS_DENIED],
    context: CONTEXT_SERVER,
    means: 'The user may not write there.',
    remedies: [
      server(
        'Give the account write permission. With anonymous and another scheme both on, the server never asks for credentials: turn anonymous off.',
      ),
    ],
    source: '[BUP §2.2.1.2, §3.2.5.2.3], [DOC authentication]',
  },
  {
    statuses: [403],
    errors: [ACCESS_DENIED],
    context: CONTEXT_SERVER,
    means: 'The file exists and may not be overwritten. (The docs say 409 for the same case.)',
    remedies: [client('Upload under another name.'), server('Allow it: BITSAllowOverwrites is off by default.')],
    source: '[BUP §2.2.1.2, §3.2.5.2.3]',
  },
  {
    statuses: [404],
    means: 'Uploads are not enabled on this virtual directory (IIS 7 and later; IIS 6 and the spec say 501).',
    remedies: [server('Install the BITS server extension and turn on uploads for this directory.')],
    source: '[DOC bits-return-values]',
  },
  {
    statuses: [404],
    means: 'The request is above the request limit of IIS, 30,000,000 bytes by default; IIS does not say 413 here.',
    remedies: [server('Raise maxAllowedContentLength in Request Filtering.')],
    source: '[DOC bits-return-values, upload-limits]',
  },
  {
    statuses: [404],
    acks: ['create-session'],
    means: 'There is no such URL.',
    remedies: [client('Check the remote URL of the job.')],
    source: '[DOC ack-for-create-session]',
  },
  {
    statuses: [404],
    acks: ['close-session'],
    means: 'The server found the uploaded file already deleted.',
    remedies: [server('Look for what cleans up the folder of BITS sessions.'), client('Upload the file again.')],
    source: '[BUP §3.2.5.2.7]',
  },
  {
    statuses: [407],
    means: 'A proxy wants credentials.',
    remedies: [client('Set proxy and proxy credentials in the job; service accounts have no proxy settings of their own.')],
    source: '[BUP §3.1.5.2.1], [DOC best-practices-when-using-bits, bits-return-values]',
  },
  {
    statuses: [408],
    acks: ['fragment'],
    final: true,
    errors: [DISK_FULL_AS_PRINTED],
    context: CONTEXT_APPLICATION,
    means: 'The application behind the server did not answer the notification in time: 5 minutes, 30 seconds in BITS 1.5.',
    remedies: [application('Answer at once and work afterwards; the same upload may be notified again.')],
    source: '[BUP §3.3.6, §3.3.2], [DOC bits-iis-extension-properties]',
  },
  {
    statuses: [409],
    acks: ['create-session'],
    means: 'The file exists and may not be overwritten. (The spec says 403 for the same case.)',
    remedies: [client('Upload under another name.'), server('Allow it: BITSAllowOverwrites is off by default.')],
    source: '[DOC ack-for-create-session]',
  },
  {
    statuses: [411],
    errors: [INVALID_ARGUMENT],
    means: 'The request has no Content-Length; an empty one needs Content-Length: 0. (Windows says 400 instead.)',
    remedies: [
      client('Send Content-Length in every packet; many libraries leave it out of an empty request.'),
      intermediary('Do not turn requests into chunked ones.'),
    ],
    source: '[BUP §3.2.5.2.3, <23>]',
  },
  {
    statuses: [411],
    acks: ['fragment'],
    final: true,
    errors: [INVALID_ARGUMENT],
    means: 'The answer of the application to the notification was malformed. (Windows varies here.)',
    remedies: [application('Answer the notification with a correct 200.')],
    source: '[BUP §3.3.5.3.2, <27>]',
  },
  {
    statuses: [413],
    acks: ['fragment'],
    means: 'The fragment is too large.',
    remedies: [
      client('Send smaller fragments.'),
      intermediary('Raise the body limit of the proxy; Windows sends fragments of up to 13 MB.'),
    ],
    source: '[BUP §3.1.5.2.4, <10>]',
  },
  {
    statuses: [416],
    acks: ['fragment'],
    errors: [SUCCESS],
    means: 'Not a failure: the fragment does not start at the byte that the server wants next, which is in BITS-Received-Content-Range.',
    remedies: [
      client('Go on from BITS-Received-Content-Range.'),
      server('Always send BITS-Received-Content-Range with it: without it the client cannot know where to go on.'),
    ],
    source: '[BUP §2.2.1.2, §3.2.5.2.6], [DOC ack-for-fragment]',
  },
];
