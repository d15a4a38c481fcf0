import { readConversation } from './conversation.ts';
import { type Recording, recordingOf } from './recording-in-memory.ts';
import { allSamples } from './samples.ts';

/** A conversation (see `readConversation`) as if it had been recorded. */
export function recordedConversation(text: string): Recording {
  return recordingOf(readConversation(text));
}

/** A whole conversation under test/samples as if it had been recorded. */
export function recordedSample(name: string): Recording {
  const sample = allSamples().find((one) => one.name === name);
  if (!sample) throw new Error(`there is no sample ${name}`);
  return recordingOf(sample.events);
}
