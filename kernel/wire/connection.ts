/** The connection file that a front end writes and a kernel reads (Jupyter messaging, "Connection files"). */
import { readFileSync, writeFileSync } from "node:fs";

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

export function readConnectionFile(path: string): ConnectionInfo {
  let parsed: Partial<ConnectionInfo>;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8")) as Partial<ConnectionInfo>;
  } catch (error) {
    throw new Error(`the connection file ${path} cannot be read: ${(error as Error).message}`);
  }
  for (const channel of channels) {
    if (!Number.isInteger(parsed[`${channel}_port`]))
      throw new Error(`the connection file ${path} has no ${channel}_port`);
  }
  return {
    ...(parsed as ConnectionInfo),
    transport: parsed.transport ?? "tcp",
    ip: parsed.ip ?? "127.0.0.1",
    key: parsed.key ?? "",
    signature_scheme: parsed.signature_scheme ?? "hmac-sha256",
  };
}

/** Only its owner may read a connection file: whoever has the key can run code. */
export function writeConnectionFile(path: string, connection: ConnectionInfo): void {
  writeFileSync(path, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600, flag: "wx" });
}

/** Where a channel's socket is; for `ipc` the port is part of a file name. */
export function endpoint(connection: ConnectionInfo, channel: Channel): string {
  const port = connection[`${channel}_port`];
  return connection.transport === "ipc" ? `ipc://${connection.ip}-${port}` : `tcp://${connection.ip}:${port}`;
}
