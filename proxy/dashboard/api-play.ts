import { stringify, tryParse } from '../core/json.ts';
import { type PlayCommand, type PlayOverview, type PlayState, readPlayCommand } from '../core/play.ts';
import { type Answer, json, problem } from './answer.ts';
import type { ApiRequest } from './api-request.ts';

/** Who plays a recording. */
export interface Playing {
  readonly state: PlayState;
  readonly overview: PlayOverview | undefined;
  do(command: PlayCommand): 'done' | 'still reading';
}

const MAX_COMMAND_BYTES = 1_000;

export function answerPlayState(player: Playing | undefined): Answer {
  if (!player) return problem(404, NOTHING_TO_PLAY);
  return json(200, stringify({ state: player.state, overview: player.overview }));
}

/** The body is a `PlayCommand`. */
export async function answerPlay(player: Playing | undefined, asked: ApiRequest): Promise<Answer> {
  if (!player) return problem(404, NOTHING_TO_PLAY);
  const command = readPlayCommand(tryParse((await asked.text(MAX_COMMAND_BYTES)) ?? ''));
  if (!command) return problem(400, 'That is nothing that the player can do: {"do": "play" | "pause" | "seek" | "step", …}.');
  if (player.do(command) === 'still reading') return problem(409, 'The recording is still being read.');
  return json(200, stringify({ state: player.state }));
}

const NOTHING_TO_PLAY = 'This is live traffic: there is nothing to play. Open a recording with bitstap open.';
