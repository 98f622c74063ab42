/**
 * Jupyter widgets from plain TypeScript: the cell speaks the widget protocol (version 2.1.0) over the host's comms, the
 * test is the front end's widget manager.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../../kernel/wire/index.ts";
import { widgetLibrary } from "../support/widget-library.ts";
import { frontEnd, isType } from "./front-end.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const { hearUntil, tell } = frontEnd(kernel);

const opensWidgets = (count: number) => {
  let left = count;
  return hearUntil((message) => isType("comm_open")(message) && --left === 0);
};

test("an IntSlider of plain TypeScript shows its view, follows the front end and echoes", async () => {
  await kernel.outputs(widgetLibrary);
  const opened = opensWidgets(1);
  const code = `var slider = widget({ ...core("IntSliderModel", "IntSliderView"), value: 3, min: 0, max: 9, step: 1 });
slider.listeners.add(({ value }) => console.log("value", value)); slider`;
  const [result] = await kernel.outputs(code);
  const { content, metadata } = (await opened).at(-1) as Message;
  const { comm_id } = content;
  assert.equal(metadata.version, "2.1.0");
  assert.ok(result.output_type === "execute_result");
  assert.deepEqual(result.data["application/vnd.jupyter.widget-view+json"], {
    version_major: 2,
    version_minor: 0,
    model_id: comm_id,
  });
  const update = { method: "update", state: { value: 7 }, buffer_paths: [] };
  const heard = await tell("comm_msg", { comm_id, data: update });
  assert.deepEqual(heard.find(isType("comm_msg"))?.content.data, {
    method: "echo_update",
    state: { value: 7 },
    buffer_paths: [],
  });
  assert.equal(heard.find(isType("stream"))?.content.text, "value 7\n");
  assert.equal(await kernel.shows("slider.state.value"), "7");
});

test("a front end that is opened again finds the widgets and asks for their state", async () => {
  const info = await kernel.client.request("shell", "comm_info_request", { target_name: "jupyter.widget" }, patience);
  const [comm_id] = Object.keys(info.content.comms as object);
  const heard = await tell("comm_msg", { comm_id, data: { method: "request_state" } });
  const data = heard.find(isType("comm_msg"))?.content.data as { method: string; state: { value: number } } | undefined;
  assert.equal(data?.method, "update");
  assert.equal(data?.state.value, 7);
});

test("an anywidget carries its module as text and its bytes as buffers, both ways", async () => {
  const opened = opensWidgets(1);
  const code = `var any = widget({
  _model_module: "anywidget", _model_module_version: "~0.9.*", _model_name: "AnyModel",
  _view_module: "anywidget", _view_module_version: "~0.9.*", _view_name: "AnyView",
  _esm: "export default { render({ model, el }) { el.textContent = model.get('pixels').byteLength } }",
}, { pixels: new Uint8Array([1, 2, 3]) }); any`;
  await kernel.outputs(code);
  const { content, buffers } = (await opened).at(-1) as Message;
  assert.deepEqual((content.data as { buffer_paths: unknown }).buffer_paths, [["pixels"]]);
  assert.deepEqual([...buffers[0]], [1, 2, 3]);
  const update = { method: "update", state: {}, buffer_paths: [["pixels"]] };
  await tell("comm_msg", { comm_id: content.comm_id, data: update }, [Buffer.from([4, 5])]);
  assert.equal(await kernel.shows("[...any.bytes.pixels]"), "[ 4, 5 ]");
});
