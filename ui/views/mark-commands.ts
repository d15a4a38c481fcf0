import { OTHER_TRAFFIC } from '../../proxy/core/feed.ts';
import type { Mark, MarkTarget } from '../../proxy/core/mark.ts';
import type { Dashboard } from '../state/dashboard.svelte.ts';
import { targetOf } from '../state/marks.svelte.ts';
import type { Overlays } from '../state/overlays.svelte.ts';
import type { Command } from './commands.ts';

/** What is chosen: a packet, or else a session, or the one that the list stands on. */
export function chosenTarget({ selection, table }: Dashboard): MarkTarget | undefined {
  const { exchange, side } = selection;
  if (exchange !== undefined) return { exchange, side };
  const session = selection.session ?? (selection.overview === 'sessions' ? table.cursor : undefined);
  return session === undefined || session === OTHER_TRAFFIC ? undefined : { session };
}

export function markCommands(dashboard: Dashboard, overlays: Overlays): Command[] {
  const { marks } = dashboard;
  const walk = (by: 1 | -1) => () => {
    const mark = marks.next(chosenTarget(dashboard), by);
    if (mark) goToMark(dashboard, mark);
  };
  const listed: Command = { group: 'Marks', title: 'All marks…', key: 'b', run: () => overlays.show('marks') };
  return [
    ...chosenCommands(dashboard),
    // Where nothing can be marked, there may be none to list.
    ...(marks.isAble || marks.all.length > 0 ? [listed] : []),
    ...(marks.all.length === 0
      ? []
      : ([
          { group: 'Marks', title: 'Previous mark', key: ',', run: walk(-1) },
          { group: 'Marks', title: 'Next mark', key: '.', run: walk(1) },
        ] as const)),
  ];
}

function chosenCommands(dashboard: Dashboard): Command[] {
  const { marks, selection } = dashboard;
  const target = chosenTarget(dashboard);
  if (!target || !marks.isAble) return [];
  const what = 'side' in target ? target.side : 'session';
  const mark = marks.on(target);
  const word = mark === undefined ? `Mark this ${what}` : mark.comment === '' ? `Unmark this ${what}` : `Unmark this ${what}…`;
  const { session } = selection;
  return [
    { group: 'Marks', title: word, key: 'm', run: () => void marks.toggle(target) },
    { group: 'Marks', title: `Comment on this ${what}…`, key: 'e', run: () => marks.edit(target) },
    ...('side' in target && session !== undefined && session !== OTHER_TRAFFIC
      ? ([{ group: 'Marks', title: 'Comment on this session…', run: () => marks.edit({ session }) }] as const)
      : []),
  ];
}

export function goToMark({ selection }: Dashboard, mark: Mark): void {
  const target = targetOf(mark);
  const { session } = mark;
  if (!target || session === undefined) return;
  if ('side' in target) return selection.goTo(session, target.exchange, target.side);
  selection.choose(session);
  selection.leavePacket();
}

/** What a comment is on, for who writes it. */
export function targetWords({ timeline }: Dashboard, target: MarkTarget): string {
  if ('side' in target) {
    const number = timeline.numberOf(target.exchange);
    return `On the ${target.side} of packet ${number ?? target.exchange}`;
  }
  return `On the session ${timeline.sessionOf(target.session)?.fileName ?? target.session}`;
}
