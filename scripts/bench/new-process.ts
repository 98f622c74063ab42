// Work in a process of its own, in the environment that the kernel has, with the library as users get it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { kernelEnvironment } from "../../kernel/command.ts";
import { projectRoot } from "../../test/support/project.ts";

/** The number that the statements print: they find the exports of src/index.ts as `reticle`. */
export function inNewProcess(statements: string): number {
  const code = `const reticle = await import(${JSON.stringify(join(projectRoot, "dist/bundle/index.js"))});
    reticle.onWarning(() => {});
    ${statements}`;
  const env = { ...kernelEnvironment, ...process.env };
  const result = spawnSync(process.execPath, ["--input-type=module", "-e", code], { encoding: "utf8", env });
  if (result.status !== 0) throw new Error(`no figure of ${statements}: ${result.stderr}`);
  return Number(result.stdout);
}
