/**
 * Loaded with `--import` into every relay that runs on Node, bitstap included: tells what the whole process has used so
 * far whenever the driver asks, on every system. It does nothing in between.
 */
import { endWithDriver, tell } from './answering.ts';

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  tell({ cpuUs: user + system, rssBytes: process.memoryUsage.rss() });
});
endWithDriver();
process.channel?.unref();
