/** What a server tells the application behind it [BUP §2.2.12], and where the files lie. */
import { type Header, header } from '../http/message.ts';
import { REQUEST_DATA_ENTITY_NAME, REQUEST_DATA_FILE_NAME, RESPONSE_DATA_ENTITY_NAME, RESPONSE_DATA_FILE_NAME } from './headers.ts';

/** Where the uploaded file lies, told by reference; under either of the two names. */
export function requestFile(headers: readonly Header[]): string | undefined {
  return header(headers, REQUEST_DATA_FILE_NAME) ?? header(headers, REQUEST_DATA_ENTITY_NAME);
}

/** Where the application may put its reply. */
export function responseFile(headers: readonly Header[]): string | undefined {
  return header(headers, RESPONSE_DATA_FILE_NAME) ?? header(headers, RESPONSE_DATA_ENTITY_NAME);
}
