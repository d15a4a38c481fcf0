/** Which header belongs into which packet: the matrices of [BUP §2.2] and the docs, as data. */
import * as name from './headers.ts';
import type { RequestType } from './packet.ts';

export type AckType = `${RequestType}-ack`;
export type Presence = 'required' | 'optional' | 'forbidden';

/** `on-success`: 200 and 201. `on-error`: any other status. `final-only`: the Fragment that completes the file. */
export type Condition = 'on-success' | 'on-error' | 'with-error' | 'with-host-id' | 'final-only';

export interface Cell {
  readonly presence: Presence;
  /** `presence` counts while this holds, `otherwise` when not. */
  readonly when?: Condition;
  readonly otherwise?: Presence;
  /** What its value must be. */
  readonly value?: 'zero' | 'range-length';
  /** What Windows does, where the text leaves it open or says otherwise. */
  readonly windows?: 'sends' | 'omits';
}

export interface MatrixRow {
  readonly cells: Readonly<Record<RequestType | AckType, Cell>>;
  readonly source: string;
}

/** Every header in `headers.ts` that upload packets have by the spec, and ordinary ones that it or Windows' traffic shows. */
export type MatrixHeader = Exclude<(typeof name)[keyof typeof name], NotInTheMatrix> | 'Accept' | 'Server';

type NotInTheMatrix =
  | typeof name.BITS_POST
  | typeof name.UPLOAD_PROTOCOL
  | typeof name.RECEIVED_RANGE_SIC
  | typeof name.PACKET_TYPE_SIC
  | typeof name.TRANSFER_ENCODING
  | typeof name.METHOD_OVERRIDE
  | typeof name.VIA
  | typeof name.WWW_AUTHENTICATE
  | typeof name.PROXY_AUTHENTICATE
  | typeof name.ORIGINAL_REQUEST_URL
  | typeof name.REQUEST_DATA_FILE_NAME
  | typeof name.RESPONSE_DATA_FILE_NAME
  | typeof name.REQUEST_DATA_ENTITY_NAME
  | typeof name.RESPONSE_DATA_ENTITY_NAME
  | typeof name.STATIC_RESPONSE_URL
  | typeof name.COPY_FILE_TO_DESTINATION;

const R: Cell = { presence: 'required' };
const O: Cell = { presence: 'optional' };
const _: Cell = { presence: 'forbidden' };
/** Windows sends it. */
const W: Cell = { presence: 'optional', windows: 'sends' };
/** Its value is 0, or the length of the range. */
const R0: Cell = { presence: 'required', value: 'zero' };
const RL: Cell = { presence: 'required', value: 'range-length' };
/** Required on success, forbidden otherwise. */
const RS: Cell = { presence: 'required', when: 'on-success', otherwise: 'forbidden' };
/** Required on success by the text; IIS leaves it out in Microsoft's own captures [BUP §4.1, §4.2]. */
const RI: Cell = { presence: 'required', when: 'on-success', otherwise: 'optional', windows: 'omits' };
/** Allowed on success only; Windows sends it. */
const OS: Cell = { presence: 'optional', when: 'on-success', otherwise: 'forbidden', windows: 'sends' };
/** On errors one of the two names is required; Windows drops it where the status says it all [BUP <4>]. */
const OE: Cell = { presence: 'optional', when: 'on-error', otherwise: 'forbidden', windows: 'omits' };
/** Allowed beside an error header, beside `BITS-Host-Id`, and on the Ack that completes the file. */
const OC: Cell = { presence: 'optional', when: 'with-error', otherwise: 'forbidden' };
const OH: Cell = { presence: 'optional', when: 'with-host-id', otherwise: 'forbidden' };
const OF: Cell = { presence: 'optional', when: 'final-only', otherwise: 'forbidden' };

// biome-ignore format: a table
export const HEADER_MATRIX: Readonly<Record<MatrixHeader, MatrixRow>> = {
  //                                    requests                        Acks
  //                                    Ping Create Fragm. Close Cancel Ping Create Fragm. Close Cancel
  [name.HOST]:                     row([R,   R,     R,     R,    R ],  [O,   O,     O,     O,    O ], '[RFC 2616 §14.23]'),
  [name.CONTENT_LENGTH]:           row([R0,  R0,    RL,    R0,   R0],  [R0,  R0,    R0,    R0,   R0], '[BUP §2.2.1.1]'),
  [name.PACKET_TYPE]:              row([R,   R,     R,     R,    R ],  [R,   R,     R,     R,    R ], '[BUP §2.2.1.2]'),
  [name.SUPPORTED_PROTOCOLS]:      row([_,   R,     _,     _,    _ ],  [_,   _,     _,     _,    _ ], '[BUP §2.2.2.2]'),
  // In a Ping: required by §2.2.1.2, but neither in its own section nor in the sample.
  [name.SESSION_ID]:               row([O,   _,     R,     R,    R ],  [_,   RS,    RI,    RI,   RI], '[BUP §2.2.1.2, §2.2.4.2, §4.1]'),
  [name.CONTENT_NAME]:             row([_,   O,     W,     W,    O ],  [O,   O,     O,     O,    O ], '[BUP §2.2.6.1, <5>, <11>, §4.1]'),
  [name.CONTENT_RANGE]:            row([_,   _,     R,     _,    _ ],  [O,   O,     O,     O,    O ], '[BUP §2.2.6.1]'),
  [name.CONTENT_ENCODING]:         row([_,   _,     O,     _,    _ ],  [O,   O,     O,     O,    O ], '[BUP §2.2.6.1, <12>]'),
  [name.PROTOCOL]:                 row([_,   _,     _,     _,    _ ],  [_,   RS,    _,     _,    _ ], '[BUP §2.2.3.2]'),
  [name.HOST_ID]:                  row([_,   _,     _,     _,    _ ],  [_,   O,     _,     _,    _ ], '[BUP §2.2.3.2]'),
  [name.HOST_ID_FALLBACK_TIMEOUT]: row([_,   _,     _,     _,    _ ],  [_,   OH,    _,     _,    _ ], '[BUP §2.2.3.2]'),
  [name.ACCEPT_ENCODING]:          row([O,   O,     O,     O,    O ],  [_,   OS,    _,     _,    _ ], '[BUP §2.2.3.1, <7>]'),
  [name.RECEIVED_RANGE]:           row([_,   _,     _,     _,    _ ],  [_,   _,     R,     _,    _ ], '[BUP §2.2.7.2, §3.2.5.2.6]'),
  [name.REPLY_URL]:                row([_,   _,     _,     _,    _ ],  [_,   _,     OF,    _,    _ ], '[BUP §2.2.7.2]'),
  [name.ERROR]:                    row([_,   _,     _,     _,    _ ],  [OE,  OE,    OE,    OE,   OE], '[BUP §2.2.1.2, <4>]'),
  [name.ERROR_CODE]:               row([_,   _,     _,     _,    _ ],  [OE,  OE,    OE,    OE,   OE], 'docs: ack-for-*'),
  [name.ERROR_CONTEXT]:            row([_,   _,     _,     _,    _ ],  [OC,  OC,    OC,    OC,   OC], '[BUP §2.2.1.2]'),
  [name.USER_AGENT]:               row([W,   W,     W,     W,    W ],  [O,   O,     O,     O,    O ], '[BUP §4]'),
  Accept:                          row([W,   W,     W,     W,    W ],  [O,   O,     O,     O,    O ], '[BUP §4]'),
  [name.CONNECTION]:               row([W,   W,     W,     W,    W ],  [O,   O,     O,     O,    O ], '[BUP §4]'),
  [name.AUTHORIZATION]:            row([O,   O,     O,     O,    O ],  [O,   O,     O,     O,    O ], '[BUP §2.1]'),
  [name.PROXY_AUTHORIZATION]:      row([O,   O,     O,     O,    O ],  [O,   O,     O,     O,    O ], '[BUP §2.1]'),
  Server:                          row([O,   O,     O,     O,    O ],  [W,   W,     W,     W,    W ], '[BUP §4.1]'),
  Date:                            row([O,   O,     O,     O,    O ],  [W,   W,     W,     W,    W ], '[BUP §4.1]'),
  Pragma:                          row([O,   O,     O,     O,    O ],  [W,   W,     W,     W,    W ], '[BUP §4.1]'),
};

type Five = readonly [ping: Cell, create: Cell, fragment: Cell, close: Cell, cancel: Cell];

function row(request: Five, ack: Five, source: string): MatrixRow {
  const cells = {
    ping: request[0],
    'create-session': request[1],
    fragment: request[2],
    'close-session': request[3],
    'cancel-session': request[4],
    'ping-ack': ack[0],
    'create-session-ack': ack[1],
    'fragment-ack': ack[2],
    'close-session-ack': ack[3],
    'cancel-session-ack': ack[4],
  };
  return { cells, source };
}

/** Whether a header belongs into a packet. Headers outside the matrix are always allowed [BUP §2.2]. */
export function cell(header: MatrixHeader, type: RequestType | AckType): Cell {
  return HEADER_MATRIX[header].cells[type];
}
