export interface CommandToTry {
  readonly name: string;
  readonly command: string;
}

/** Uploads through the tap that can be pasted into a terminal. `pageHost`: the host under which this page was reached. */
export function commandsToTry(listen: string, pageHost: string): CommandToTry[] {
  const address = reachable(listen, pageHost);
  return [
    { name: 'bitstap', command: `bitstap upload FILE http://${address}/file` },
    {
      name: 'PowerShell',
      command: `Start-BitsTransfer -Source C:\\file -Destination http://${address}/file -TransferType Upload`,
    },
    { name: 'curl', command: `curl -X BITS_POST -H 'BITS-Packet-Type: Ping' -H 'Content-Length: 0' http://${address}/file` },
  ];
}

/** A tap that listens on every address is reached at the one that led to this page. */
function reachable(listen: string, pageHost: string): string {
  const port = listen.slice(listen.lastIndexOf(':') + 1);
  const host = listen.slice(0, listen.lastIndexOf(':'));
  const isEverywhere = host === '' || host === '0.0.0.0' || host === '[::]' || host === '::';
  return isEverywhere ? `${pageHost}:${port}` : listen;
}
