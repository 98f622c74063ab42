/** Random messages, the same in each run. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { newHeader } from "../../kernel/wire/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { connection, RawKernel } from "./raw-kernel.ts";

test("3,000 random messages, many of them broken, leave the kernel as it was", async (t) => {
  const kernel = await RawKernel.start(connection());
  t.after(() => kernel.end());
  const random = randomNumbers(1);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  const kinds = ["execute", "complete", "inspect", "is_complete", "history", "comm_info", "debug", "interrupt", "x"];
  const types = [...kinds.map((kind) => `${kind}_request`), "comm_open", "comm_msg", "input_reply", "status", ""];
  const names = ["code", "cursor_pos", "user_expressions", "comm_id", "data", "n", "pattern", "command", "__proto__"];
  const values = [
    null,
    true,
    -1,
    1e308,
    "",
    "x",
    "\u0000",
    "\ud800",
    [],
    [[]],
    { a: 1 },
    "__proto__",
    "x".repeat(5000),
  ];
  await kernel.ask("execute_request", { code: "let kept = 41" });
  for (let i = 0; i < 3000; i++) {
    const content = Object.fromEntries(names.filter(() => random() < 0.3).map((name) => [name, pick(values)]));
    const header = {
      ...newHeader(pick(types), "raw"),
      ...(random() < 0.2 && { [pick(["msg_id", "date"])]: pick(values) }),
    };
    const parts = [header, {}, random() < 0.1 ? pick(values) : {}, content].map((part) =>
      Buffer.from(JSON.stringify(part)),
    );
    if (random() < 0.2) parts[3][Math.floor(random() * parts[3].length)] = Math.floor(random() * 256);
    const frames = [Buffer.from("<IDS|MSG>"), kernel.signer.sign(parts), ...parts];
    if (random() < 0.1) frames.splice(Math.floor(random() * frames.length), 1);
    await kernel.sockets[pick(["shell", "control", "stdin"] as const)].send(frames);
  }
  const text = async (expression: string) => {
    const { content } = await kernel.answerTo("execute_request", { code: "1", user_expressions: { it: expression } });
    return (content.user_expressions as { it?: { data?: Record<string, string> } } | undefined)?.it?.data?.[
      "text/plain"
    ];
  };
  // A cell of theirs that failed may take this one with it.
  let found: string | undefined;
  while (found === undefined) found = await text("kept + 1");
  assert.equal(found, "42");
});
