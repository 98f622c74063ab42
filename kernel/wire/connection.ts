/** The connection file that a front end writes and a kernel reads (Jupyter messaging, "Connection files"). */
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";

export interface ConnectionInfo {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";
export const channels: readonly Channel[] = ["shell", "iopub", "stdin", "control", "hb"];

/** Port 0 lets the kernel choose: it writes the ports into the file when it listens on them. */
export function hasPorts(connection: ConnectionInfo): boolean {
  return channels.every((channel) => connection[`${channel}_port`] !== 0);
}

export function readConnectionFile(path: string): ConnectionInfo {
  const wrong = (what: string) => new Error(`the connection file ${path} ${what}`);
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch (error) {
    throw wrong(`cannot be read: ${(error as Error).message}`);
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw wrong("holds no JSON object");
  const { transport = "tcp", ip = "127.0.0.1", key, signature_scheme = "hmac-sha256" } = given;
  if (transport !== "tcp" && transport !== "ipc") {
    throw wrong(`names the transport ${JSON.stringify(transport)}; "tcp" and "ipc" are known`);
  }
  if (typeof ip !== "string" || ip === "") throw wrong(`has the ip ${JSON.stringify(ip)}, which is no address`);
  if (typeof key !== "string") throw wrong('has no key; an empty one ("") means unsigned messages');
  if (typeof signature_scheme !== "string") throw wrong("has a signature_scheme that is no text");
  const ports = Object.fromEntries(channels.map((channel) => [`${channel}_port`, given[`${channel}_port`]]));
  for (const [name, port] of Object.entries(ports)) {
    if (port === undefined) throw wrong(`has no ${name}`);
    const lowest = transport === "tcp" ? 0 : 1;
    if (!Number.isInteger(port) || Number(port) < lowest || Number(port) > 65_535) {
      throw wrong(`has the ${name} ${JSON.stringify(port)}, which is outside ${lowest}..65535`);
    }
  }
  return { transport, ip, key, signature_scheme, ...ports } as ConnectionInfo;
}

/** True where others than its owner can read the file: they could run code. */
export function isReadByOthers(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
}

/** Only its owner may read a connection file: whoever has the key can run code. */
export function writeConnectionFile(path: string, connection: ConnectionInfo): void {
  writeFileSync(path, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600, flag: "wx" });
}

/** Whoever reads the file finds the old one or the new one, never a half. What else it holds stays. */
export function rewriteConnectionFile(path: string, connection: ConnectionInfo): void {
  const rest = JSON.parse(readFileSync(path, "utf8")) as object;
  const beside = `${path}.${process.pid}`;
  writeConnectionFile(beside, { ...rest, ...connection });
  renameSync(beside, path);
}

/** Where a channel's socket is; for `ipc` the port is part of a file name. */
export function endpoint(connection: ConnectionInfo, channel: Channel): string {
  const port = connection[`${channel}_port`];
  return connection.transport === "ipc" ? `ipc://${connection.ip}-${port}` : `tcp://${connection.ip}:${port || "*"}`;
}
