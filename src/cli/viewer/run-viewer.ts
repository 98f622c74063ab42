/** Serves the viewer until the user ends it (Ctrl-C). */
import { print, say } from "../command.ts";
import { openBrowser } from "./open-browser.ts";
import { serveViewer, type Viewed, type ViewerServer } from "./server.ts";

export interface RunOptions {
  readonly port: number;
  /** False: the address is printed and nothing opened. */
  readonly isOpened: boolean;
}

/** @param begin hears of the server once it listens, and returns what is to be done at the end */
export async function runViewer(
  viewed: Viewed,
  { port, isOpened }: RunOptions,
  begin: (server: ViewerServer) => () => void = () => () => {},
): Promise<number> {
  const server = await serveViewer(viewed, port);
  const end = begin(server);
  if (!isOpened) print(server.address);
  else if (await openBrowser(server.address)) say(`the viewer is open at ${server.address} (Ctrl-C ends it)`);
  else print(`open ${server.address} in a browser (Ctrl-C ends the viewer)`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  end();
  await server.close();
  return 0;
}
