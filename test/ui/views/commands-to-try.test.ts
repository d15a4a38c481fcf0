import { expect, it } from 'vitest';
import { commandsToTry } from '../../../ui/views/commands-to-try.ts';

it('offers commands that lead to the tap', () => {
  expect(commandsToTry('127.0.0.1:8080', 'localhost').map(({ command }) => command)).toEqual([
    'bitstap upload FILE http://127.0.0.1:8080/file',
    'Start-BitsTransfer -Source C:\\file -Destination http://127.0.0.1:8080/file -TransferType Upload',
    "curl -X BITS_POST -H 'BITS-Packet-Type: Ping' -H 'Content-Length: 0' http://127.0.0.1:8080/file",
  ]);
});

it.each(['0.0.0.0:80', '[::]:80', ':80'])('puts the address of this page in the place of %s', (listen) => {
  expect(commandsToTry(listen, 'tap.test')[0]?.command).toBe('bitstap upload FILE http://tap.test:80/file');
});
