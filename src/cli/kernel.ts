/** `reticle kernel CONNECTION_FILE`: starts the kernel as the kernelspec does, for trying by hand. */
import { spawn } from "node:child_process";
import { kernelCommand, kernelEnvironment } from "../../kernel/command.ts";
import { type Command, parseCommandLine } from "./command.ts";

export const kernel: Command = {
  summary: "start the kernel by hand",
  usage: `usage: reticle kernel CONNECTION_FILE

Starts the kernel on the sockets that the connection file names, with the flags and the environment of the kernelspec.`,

  async run(args) {
    const { positionals } = parseCommandLine(args, {}, ["CONNECTION_FILE"]);
    const [node, ...rest] = kernelCommand(positionals[0]);
    const child = spawn(node, rest, { stdio: "inherit", env: { ...kernelEnvironment, ...process.env } });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
    return new Promise((done) => child.on("exit", (code) => done(code ?? 1)));
  },
};
