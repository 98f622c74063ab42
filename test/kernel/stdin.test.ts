import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile, patience, withKernel } from "./support.ts";

const kernel = kernelForFile();

async function answered(code: string, answers: string[]): Promise<{ text: string; asked: string[] }> {
  const asked: string[] = [];
  const { outputs, reply } = await kernel.client.execute(code, {
    timeoutMs: patience,
    onStdin: ({ prompt, password }) => {
      asked.push(password ? `${prompt} (hidden)` : prompt);
      return answers.shift() ?? "";
    },
  });
  assert.equal(reply.status, "ok", String(reply.evalue));
  const text = outputs
    .map((output) => (output.output_type === "execute_result" ? output.data["text/plain"] : ""))
    .join("");
  return { text, asked };
}

test("input waits for the answer, in the middle of an expression", async () => {
  const { text, asked } = await answered("input('name? ') + input('again? ') + '!'", ["Ada 😀", "b"]);
  assert.equal(text, "'Ada 😀b!'");
  assert.deepEqual(asked, ["name? ", "again? "]);
  assert.deepEqual((await answered("input('pin', { password: true })", ["1"])).asked, ["pin (hidden)"]);
});

test("prompt has a preset answer, confirm is yes or no", async () => {
  assert.equal((await answered("prompt('size?', '10') + prompt('unit?')", ["", "um"])).text, "'10um'");
  assert.equal(
    (await answered("[confirm('a'), confirm('b'), confirm('c')]", ["y", "", "YES"])).text,
    "[ true, false, true ]",
  );
});

test("what was printed before is seen before the question", async () => {
  const order: string[] = [];
  await kernel.client.execute("console.log('first'); input('then')", {
    onIopub: ({ header }) => header.msg_type === "stream" && order.push("stream"),
    onStdin: async () => {
      // The channels are two sockets: the text may be a little later than the question, but it must come.
      while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      order.push("question");
      return "";
    },
    timeoutMs: patience,
  });
  assert.deepEqual(order, ["stream", "question"]);
});

test("a wait for input can be stopped, and the late answer is nobody's", async () => {
  let late = (_text: string): void => {};
  const stopped = await kernel.client.execute("input('never')", {
    timeoutMs: patience,
    onStdin: () => {
      void kernel.client.interrupt();
      return new Promise((resolve) => {
        late = resolve;
      });
    },
  });
  assert.equal(stopped.reply.ename, "KeyboardInterrupt");
  late("too late");
  assert.equal((await answered("input('next')", ["in time"])).text, "'in time'");
});

test("a kernel that waits for input can be shut down", () =>
  withKernel(async (client) => {
    await new Promise<void>((resolve) => {
      const onStdin = (): Promise<string> => {
        resolve();
        return new Promise(() => {});
      };
      client.execute("input('never')", { onStdin }).catch(() => {});
    });
    await client.request("control", "shutdown_request", { restart: false }, patience);
    assert.equal(await client.exitCode, 0);
  }));

test("a cell whose front end cannot be asked fails, and can catch it", async () => {
  assert.match(await kernel.fails("input('x')"), /this front end cannot be asked for input.*In\[\d+\]:1:1/s);
  assert.equal(await kernel.shows("let caught = 0; try { prompt('x') } catch { caught = 7 }\ncaught"), "7");
});
