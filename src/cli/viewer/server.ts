/**
 * The viewer's server: one page, its scenes, and a stream that says when something changed. It listens on the loopback
 * address only, and answers under a path that nobody can guess; nothing else on the machine's disk can be asked for.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { Box } from "../../geometry/index.ts";
import { readFileBytes } from "../../platform/index.ts";
import { commandLineError } from "../command.ts";

/** What is looked at. */
export interface Viewed {
  /** Throws where there is nothing to show. */
  scene(cell: string): Uint8Array;
  /** What lies in a window (µm) of some layers, where a scene is too large to be sent. */
  part(
    cell: string,
    layers: readonly string[],
    window: Box,
    size: readonly [width: number, height: number],
  ): Uint8Array;
  /** Words and what they say of a point (µm) of a layer, "1/0". */
  at(cell: string, layer: string, x: number, y: number): readonly (readonly [string, string])[];
}

export interface ViewerServer {
  readonly address: string;
  /** Lets the pages load again. */
  changed(): void;
  /** Shows an error over the last picture. */
  problem(text: string): void;
  close(): Promise<void>;
}

const policy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/** Made by the build; this file runs from dist/src/cli/viewer. */
const pagePath = fileURLToPath(new URL("../../view/viewer-page.html", import.meta.url));

export async function serveViewer(viewed: Viewed, port: number): Promise<ViewerServer> {
  const token = randomBytes(18).toString("base64url");
  const listeners = new Set<ServerResponse>();
  const page = readFileBytes(pagePath);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (!isLocal(request) || !url.pathname.startsWith(`/${token}/`)) {
      send(response, 404, "text/plain", "not found");
      return;
    }
    const name = url.pathname.slice(token.length + 2);
    if (name === "events") listen(response, listeners);
    else answer(name, url.searchParams, response, viewed, page);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE" || error.code === "EACCES"
          ? commandLineError(
              `port ${port} is ${error.code === "EACCES" ? "not allowed" : "taken"}; leave --port out for a free one`,
            )
          : error,
      ),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: chosen } = server.address() as { port: number };
  const tell = (event: string, data: string) => {
    for (const one of listeners) one.write(`event: ${event}\ndata: ${data}\n\n`);
  };
  return {
    address: `http://127.0.0.1:${chosen}/${token}/`,
    changed: () => tell("change", "{}"),
    problem: (text) => tell("problem", JSON.stringify(text)),
    close: () =>
      new Promise((resolve) => {
        for (const one of listeners) one.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page of another name that leads here is none of ours (DNS rebinding). */
function isLocal({ headers }: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? "");
}

function listen(response: ServerResponse, listeners: Set<ServerResponse>): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": here\n\n");
  listeners.add(response);
  response.on("close", () => listeners.delete(response));
}

function answer(
  name: string,
  query: URLSearchParams,
  response: ServerResponse,
  viewed: Viewed,
  page: Uint8Array,
): void {
  try {
    if (name === "") send(response, 200, "text/html; charset=utf-8", page);
    else if (name === "scene") send(response, 200, "application/octet-stream", viewed.scene(query.get("cell") ?? ""));
    else if (name === "part") {
      const [left, bottom, right, top, width, height] = ["l", "b", "r", "t", "w", "h"].map((key) =>
        Number(query.get(key)),
      );
      const layers = (query.get("layers") ?? "").split(",").filter((key) => key !== "");
      const part = viewed.part(query.get("cell") ?? "", layers, new Box(left, bottom, right, top), [width, height]);
      send(response, 200, "application/octet-stream", part);
    } else if (name === "at") {
      const [x, y] = [Number(query.get("x")), Number(query.get("y"))];
      const said = viewed.at(query.get("cell") ?? "", query.get("layer") ?? "", x, y);
      send(response, 200, "application/json", JSON.stringify(said));
    } else send(response, 404, "text/plain", "not found");
  } catch (error) {
    send(response, 500, "text/plain; charset=utf-8", error instanceof Error ? error.message : String(error));
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Uint8Array): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  response.end(body);
}
