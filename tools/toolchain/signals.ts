// SPDX-License-Identifier: Apache-2.0
// What Ctrl-C and other requests to end do at the moment.

/** `status` is the exit status that tells of the signal. */
type Action = (signal: NodeJS.Signals, status: number) => void;

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
const actions: Action[] = [];
let listening = false;

/** From now until the returned function is called, a request to end calls `action`, and nothing else. */
export function onSignal(action: Action): () => void {
  if (!listening) listen();
  actions.push(action);
  return () => void actions.splice(actions.lastIndexOf(action), 1);
}

function listen(): void {
  listening = true;
  for (const [signal, number] of Object.entries(numbers))
    process.on(signal, (name: NodeJS.Signals) => {
      const action = actions.at(-1);
      if (action) action(name, 128 + number);
      else process.exit(128 + number);
    });
}
