/** The header names of the protocol, spelled as [BUP §2.2] spells them: each once. */
export const PACKET_TYPE = 'BITS-Packet-Type';
/** As one sentence of the spec misprints it [BUP §2.2.1]. */
export const PACKET_TYPE_SIC = 'BITS-Package-Type';
export const SUPPORTED_PROTOCOLS = 'BITS-Supported-Protocols';
export const PROTOCOL = 'BITS-Protocol';
export const SESSION_ID = 'BITS-Session-Id';
export const RECEIVED_RANGE = 'BITS-Received-Content-Range';
/** As one real server misspells it (gobits, on 416). */
export const RECEIVED_RANGE_SIC = 'BITS-Recieved-Content-Range';
export const REPLY_URL = 'BITS-Reply-URL';
export const HOST_ID = 'BITS-Host-Id';
export const HOST_ID_FALLBACK_TIMEOUT = 'BITS-Host-Id-Fallback-Timeout';
/** [BUP §2.2.1.2]; the docs call it `BITS-Error-Code`, and most servers that are not IIS follow them. */
export const ERROR = 'BITS-Error';
export const ERROR_CODE = 'BITS-Error-Code';
export const ERROR_CONTEXT = 'BITS-Error-Context';
export const CONTENT_RANGE = 'Content-Range';
export const CONTENT_NAME = 'Content-Name';
export const CONTENT_LENGTH = 'Content-Length';
export const CONTENT_ENCODING = 'Content-Encoding';
export const ACCEPT_ENCODING = 'Accept-Encoding';
export const HOST = 'Host';
export const USER_AGENT = 'User-Agent';
export const AUTHORIZATION = 'Authorization';
export const PROXY_AUTHORIZATION = 'Proxy-Authorization';
export const WWW_AUTHENTICATE = 'WWW-Authenticate';
export const PROXY_AUTHENTICATE = 'Proxy-Authenticate';
export const CONNECTION = 'Connection';
export const VIA = 'Via';
export const DATE = 'Date';
export const PRAGMA = 'Pragma';
export const TRANSFER_ENCODING = 'Transfer-Encoding';
export const METHOD_OVERRIDE = 'X-HTTP-Method-Override';
/** Of the notification that a server sends to the application behind it [BUP §2.2.12]. */
export const ORIGINAL_REQUEST_URL = 'BITS-Original-Request-URL';
/** On the wire; [BUP §2.2.12.2] itself prints `…-DataEntity-Name`. */
export const REQUEST_DATA_FILE_NAME = 'BITS-Request-DataFile-Name';
export const RESPONSE_DATA_FILE_NAME = 'BITS-Response-DataFile-Name';
export const REQUEST_DATA_ENTITY_NAME = 'BITS-Request-DataEntity-Name';
export const RESPONSE_DATA_ENTITY_NAME = 'BITS-Response-DataEntity-Name';
/** Of the application's answer [BUP §2.2.13]. */
export const STATIC_RESPONSE_URL = 'BITS-Static-Response-URL';
export const COPY_FILE_TO_DESTINATION = 'BITS-Copy-File-To-Destination';

/** The method of every client packet [BUP §2.2.1]. */
export const BITS_POST = 'BITS_POST';
/** The only protocol that was ever defined: "BITS 1.5 Upload Protocol" [BUP §1.7.1]. */
export const UPLOAD_PROTOCOL = '{7df0354d-249b-430f-820d-3d2a9bef4931}';
