/** Code of a cell: what a small widget library would be, on nothing but the comms of a live notebook. */
export const widgetLibrary = `
interface Comm { id: string; send(data: object, options?: object): void; onMessage(listener: (message: any) => void): void }
const host = globalThis[Symbol.for("reticle.host")];
function widget(state: Record<string, unknown>, bytes: Record<string, Uint8Array> = {}) {
  const paths = { buffer_paths: Object.keys(bytes).map((name) => [name]) };
  const comm: Comm = host.openComm("jupyter.widget", {
    data: { state, ...paths }, buffers: Object.values(bytes), metadata: { version: "2.1.0" },
  });
  const listeners = new Set<(state: object) => void>();
  comm.onMessage(({ data, buffers }) => {
    if (data.method === "request_state") return comm.send({ method: "update", state, ...paths }, { buffers: Object.values(bytes) });
    if (data.method !== "update") return;
    comm.send({ method: "echo_update", state: data.state, buffer_paths: [] });
    Object.assign(state, data.state);
    data.buffer_paths.forEach(([name]: string[], index: number) => (bytes[name] = buffers[index]));
    for (const listener of listeners) listener(state);
  });
  return {
    state, bytes, listeners,
    [Symbol.for("Jupyter.display")]: () => ({
      "text/plain": String(state._model_name),
      "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: comm.id },
    }),
  };
}
const core = (model: string, view: string | null) => ({
  _model_module: "@jupyter-widgets/controls", _model_module_version: "2.0.0", _model_name: model,
  _view_module: "@jupyter-widgets/controls", _view_module_version: "2.0.0", _view_name: view,
});
0`;
