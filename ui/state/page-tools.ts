import { createContext } from 'svelte';
import type { SessionComparison } from '../../proxy/core/compare/compare-sessions.ts';
import type { ExportChoice, PageExport, PageReplay, PageReplayed, PayloadSummary } from '../../proxy/core/page-tools.ts';
import type { SharedRemains } from '../../proxy/core/share/shared-copy.ts';
import type { AskFind } from './finder.svelte.ts';

export type PayloadPart = 'upload' | 'reply';

/** What the dashboard does with recorded traffic when the page asks. Each rejects with an Error that says why not. */
export interface PageTools {
  exportChoices(): Promise<readonly ExportChoice[]>;
  /** Where an export of these sessions can be fetched, of all traffic where there is none. */
  exportUrl(format: string, asked: PageExport): string;
  /** What would be in a shared copy of them, and what would be taken out. */
  exportPreview(asked: PageExport): Promise<SharedRemains>;
  payload(session: string, part: PayloadPart): Promise<PayloadSummary>;
  payloadUrl(session: string, part: PayloadPart): string;
  compare(a: string, b: string): Promise<SessionComparison>;
  /** The user has confirmed the target. */
  replay(asked: PageReplay): Promise<PageReplayed>;
  /** Absent where nothing can be looked through. */
  readonly find?: AskFind;
}

export const [getPageTools, setPageTools] = createContext<PageTools>();
