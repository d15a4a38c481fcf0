/** The same page over a copy of traffic that stands in its own file. */
import { mount } from 'svelte';
import App from '../App.svelte';
import { paintFrame, writeHash } from '../browser.ts';
import { pageClock } from '../state/clock.ts';
import { Dashboard } from '../state/dashboard.svelte.ts';
import type { PageTools } from '../state/page-tools.ts';
import { SharedTraffic } from '../state/shared-traffic.ts';
import { readTraffic } from './read-traffic.ts';
import '../styles/tokens.css';
import '../styles/base.css';

const target = document.getElementById('page');
if (!target) throw new Error('index.html has no #page');

/** What needs bitstap itself; the page does not offer it in a copy. */
const absent = () => Promise.reject(new Error('This is a copy: there is no bitstap behind it.'));

function show(traffic: SharedTraffic, page: HTMLElement): void {
  const dashboard = new Dashboard({
    open: (_query, events) => traffic.open(events),
    probe: async () => 'unreachable' as const,
    frame: paintFrame,
    clock: pageClock,
    hash: { read: () => location.hash, write: writeHash },
    store: () => localStorage,
    ...{ sendMark: absent, sendSamples: absent, sendPlay: absent, sendRecording: absent },
  });
  const tools: PageTools = {
    ...{ exportChoices: absent, exportPreview: absent, payload: absent, replay: absent },
    exportUrl: () => '',
    payloadUrl: () => '',
    compare: (a, b) => traffic.compare(a, b),
  };
  page.replaceChildren();
  mount(App, { target: page, props: { dashboard, bodies: traffic.bodies, tools } });
  dashboard.connection.connect();
}

try {
  const lines = await readTraffic(document.getElementById('traffic'));
  document.getElementById('traffic')?.remove();
  show(new SharedTraffic(lines, () => new Promise((resolve) => setTimeout(resolve))), target);
} catch (error) {
  // The file was cut off on its way, or changed.
  target.textContent = `This file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
