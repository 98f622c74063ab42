/**
 * `!command`: a command of the shell, in a process group of its own so that the stop button reaches all of it. Its output
 * appears as it comes. It cannot be asked anything: its input is empty.
 */
import { type ChildProcess, spawn } from "node:child_process";
import type { MagicHost } from "./host.ts";

const hasGroups = process.platform !== "win32";
/** A command that is told to stop gets so long, ms, before it is killed. */
const patience = 1000;
/** What a command leaves running in the background may hold its output open: so long, ms, is it listened to. */
const lastWords = 200;
const later = setTimeout;
const noLater = clearTimeout;

export function runCommand(command: string, host: MagicHost): Promise<void> {
  if (command === "") throw new Error("! needs a command of the shell behind it");
  // Listened to first: between the start of the process and the listener the cell may be stopped.
  let child: ChildProcess | null = null;
  const stop = (): void => kill(child?.pid);
  host.signal.addEventListener("abort", stop);
  const started = spawn(command, {
    shell: true,
    detached: hasGroups,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  child = started;
  for (const name of ["stdout", "stderr"] as const) host.lead(started[name], name);
  return new Promise((resolve, reject) => {
    started.on("error", reject);
    started.on("exit", (code, signal) => {
      host.signal.removeEventListener("abort", stop);
      let isOver = false;
      const end = (): void => {
        noLater(waiting);
        if (isOver || host.signal.aborted) return;
        isOver = true;
        if (signal !== null) host.write("stderr", `the command was ended by ${signal}\n`);
        else if (code !== 0) host.write("stderr", `the command ended with exit code ${code}\n`);
        resolve();
      };
      const waiting = later(end, lastWords);
      started.on("close", end);
    });
  });
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  signalGroup(pid, "SIGINT");
  later(() => signalGroup(pid, "SIGKILL"), patience).unref();
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(hasGroups ? -pid : pid, signal);
  } catch {
    // It is gone.
  }
}
