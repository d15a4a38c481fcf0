import { WIRESHARK_LUA } from './wireshark-lua.ts';
import { writeResult } from './write-result.ts';

export interface WiresharkCommandOptions {
  readonly output?: string;
}

/** `bitstap wireshark`: a file that makes Wireshark show packets of BITS. */
export async function wiresharkCommand({ output }: WiresharkCommandOptions): Promise<void> {
  await writeResult([WIRESHARK_LUA], output);
}
