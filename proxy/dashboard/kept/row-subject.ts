import type { FilterSubject } from '../../core/filter.ts';
import { exchangeIn } from '../../core/packed-row.ts';
import type { RowEvents } from '../../core/row-events.ts';
import type { Connection, ExchangeView, SessionView } from '../../core/timeline.ts';
import type { Row } from './kept-row.ts';
import { Brief } from './row-brief.ts';
import { ShelvedRow } from './shelved-row.ts';

const NO_FINDINGS: readonly never[] = [];

/** A row as a filter sees it. Of one that is over only what is asked for is unpacked. */
export function subjectOf(row: Row, session: SessionView | undefined, connection: Connection | undefined): FilterSubject {
  if (row instanceof ShelvedRow) return new ShelvedSubject(row, session, connection);
  const { exchange, request, answer, findings } = row.events;
  return {
    ...{ session, connection, exchange: exchange.exchange, request: request?.packet, answer: answer?.packet },
    findings: findings.map(({ finding }) => finding),
  };
}

class ShelvedSubject implements FilterSubject {
  readonly session: SessionView | undefined;
  readonly connection: Connection | undefined;
  /** What was found in is not shelved. */
  readonly findings = NO_FINDINGS;
  readonly brief: Brief | undefined;
  readonly #row: ShelvedRow;
  #exchange: ExchangeView | undefined;
  #events: RowEvents | undefined;

  constructor(row: ShelvedRow, session: SessionView | undefined, connection: Connection | undefined) {
    this.session = session;
    this.connection = connection;
    this.brief = Brief.of(row.brief, () => row.heads);
    this.#row = row;
  }

  get exchange() {
    this.#exchange ??= exchangeIn(this.#row);
    return this.#exchange;
  }

  get request() {
    return this.#unpacked.request?.packet;
  }

  get answer() {
    return this.#unpacked.answer?.packet;
  }

  get #unpacked(): RowEvents {
    this.#events ??= this.#row.events;
    return this.#events;
  }
}
