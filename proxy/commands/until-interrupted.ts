/** Ends the process when the orderly way takes longer. */
const PATIENCE_MS = 1800;

/** Resolves at Ctrl-C, SIGTERM or (Windows) Ctrl-Break; from then on there are two seconds to end, and a second Ctrl-C ends at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(130);
      asked = true;
      setTimeout(() => process.exit(0), PATIENCE_MS).unref();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGBREAK'] as const) process.on(signal, stop);
  });
}
