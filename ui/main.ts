import { mount } from 'svelte';
import App from './App.svelte';
import {
  dashboardBodies,
  dashboardTools,
  openFeed,
  paintFrame,
  probeDashboard,
  sendMark,
  sendPlay,
  sendRecording,
  sendSamples,
  writeHash,
} from './browser.ts';
import { pageClock } from './state/clock.ts';
import { Dashboard } from './state/dashboard.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('page');
if (!target) throw new Error('index.html has no #page');

const dashboard = new Dashboard({
  open: openFeed,
  probe: probeDashboard,
  frame: paintFrame,
  clock: pageClock,
  hash: {
    read: () => location.hash,
    write: writeHash,
  },
  store: () => localStorage,
  sendSamples,
  sendMark,
  sendPlay,
  sendRecording,
});

mount(App, { target, props: { dashboard, bodies: dashboardBodies, tools: dashboardTools } });
dashboard.connection.connect();
