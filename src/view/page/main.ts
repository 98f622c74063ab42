/**
 * The layout viewer's page. It asks the server that it came from for a scene, and again whenever that says that something
 * changed; the camera and the switched layers stay. Nothing else is loaded from anywhere.
 */
import { lengthText } from "../svg-text.ts";
import { type Camera, fitted, panned, type Size, toMicrons, zoomed } from "./camera.ts";
import { drawOverlay, type Ruler } from "./overlay.ts";
import { Painter } from "./painter.ts";
import { Parts } from "./parts.ts";
import { decodeScene, type Scene, type ShownLayer } from "./scene.ts";
import { Selection } from "./selection.ts";
import { SidePanel } from "./side-panel.ts";

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const canvas = element<HTMLCanvasElement>("canvas");
const context = canvas.getContext("2d") as CanvasRenderingContext2D;
const cellList = element<HTMLSelectElement>("cell");
const painter = new Painter();
const panel = new SidePanel(element("layers"), element("info"), () => repaint());
const isShown = (layer: ShownLayer) => panel.isShown(layer);
const parts = new Parts((part) => {
  scene = part;
  repaint();
}, failed);
const selection = new Selection(parts, isShown, (words) => {
  panel.showInfo(words);
  requestFrame();
});

let scene: Scene | null = null;
let camera: Camera = { x: 0, y: 0, scale: 1 };
let isPlaced = false;
let rulers: Ruler[] = [];
let isMeasuring = false;
let frame = 0;
/** Loadings that were begun: only the last one is shown. */
let loads = 0;

/** CSS pixels. */
function sizeOf(): Size {
  return { width: canvas.clientWidth, height: canvas.clientHeight };
}

async function load(cell = cellList.value): Promise<void> {
  const turn = ++loads;
  const answer = await fetch(`scene?cell=${encodeURIComponent(cell)}`);
  if (!answer.ok) throw new Error(await answer.text());
  const loaded = decodeScene(await answer.arrayBuffer());
  if (turn !== loads) return;
  const isOther = scene !== null && cell !== "" && loaded.cell !== scene.cell;
  parts.begin(loaded, { keepsPicture: scene !== null && !isOther });
  scene = loaded;
  panel.showLayers(loaded);
  showTexts(loaded);
  if (!isPlaced || isOther) fit();
  repaint();
  if (isOther) selection.clear();
  else await selection.keep(loaded);
}

function showTexts({ title, cells, cell, note, error }: Scene): void {
  document.title = `${title} – Reticle`;
  element("title").textContent = title;
  element("note").textContent = note;
  showError(error);
  cellList.replaceChildren(...cells.map((name) => new Option(name, name, name === cell, name === cell)));
}

function showError(text: string | null): void {
  element("error").textContent = text ?? "";
  element("error").hidden = text === null;
}

function fit(): void {
  if (scene?.bbox) {
    camera = fitted(scene.bbox, sizeOf());
    isPlaced = true;
  }
  repaint();
}

/** Paints the scene anew as the camera sees it. */
function repaint(): void {
  const ratio = devicePixelRatio;
  const { width, height } = sizeOf();
  const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  parts.need(camera, sizeOf(), ratio, isShown);
  if (scene !== null && !parts.keepsPicture)
    painter.start(scene, isShown, { ...camera, scale: camera.scale * ratio }, size);
  document.body.dataset.painted = "false";
  element("zoom").textContent = `1 px = ${lengthText(1 / camera.scale, 3)}`;
  requestFrame();
}

function requestFrame(): void {
  if (frame === 0) frame = requestAnimationFrame(draw);
}

function draw(): void {
  frame = 0;
  painter.work();
  const ratio = devicePixelRatio;
  painter.show(context, { ...camera, scale: camera.scale * ratio }, canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (scene !== null)
    drawOverlay(context, { scene, camera, size: sizeOf(), rulers, picked: selection.picked, isShown });
  element("state").textContent = painter.isBusy ? "painting …" : parts.isBusy ? "loading …" : "";
  // For tests, and for whoever waits until a picture is done.
  document.body.dataset.painted = String(!painter.isBusy && !parts.isBusy && scene !== null);
  if (painter.isBusy) requestFrame();
}

function move(next: Camera): void {
  camera = next;
  repaint();
}

let drag: { x: number; y: number; moved: boolean; ruler: [number, number] | null } | null = null;

function place(event: PointerEvent | WheelEvent): [number, number] {
  const { left, top } = canvas.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  const [x, y] = place(event);
  const ruler = isMeasuring && event.button === 0 ? toMicrons(camera, sizeOf(), x, y) : null;
  drag = { x, y, moved: false, ruler };
  if (ruler !== null) rulers = [...rulers, { from: ruler, to: ruler }];
});

canvas.addEventListener("pointermove", (event) => {
  const [x, y] = place(event);
  const at = toMicrons(camera, sizeOf(), x, y);
  const step = 1 / camera.scale;
  const digits = Math.max(0, Math.min(4, Math.ceil(-Math.log10(step))));
  element("position").textContent = `x ${at[0].toFixed(digits)} µm   y ${at[1].toFixed(digits)} µm`;
  if (drag === null) return;
  if (Math.abs(x - drag.x) + Math.abs(y - drag.y) < 3 && !drag.moved) return;
  if (drag.ruler !== null) {
    // Along an axis while Shift is held.
    const to = event.shiftKey ? straightened(drag.ruler, at) : at;
    rulers = [...rulers.slice(0, -1), { from: drag.ruler, to }];
    drag.moved = true;
    requestFrame();
  } else {
    move(panned(camera, x - drag.x, y - drag.y));
    drag = { x, y, moved: true, ruler: null };
  }
});

/** Clicks so near each other, pixels, are at one place. */
const samePlace = 4;

function straightened([x, y]: readonly [number, number], [u, v]: [number, number]): [number, number] {
  return Math.abs(u - x) > Math.abs(v - y) ? [u, y] : [x, v];
}

canvas.addEventListener("pointerup", (event) => {
  const [x, y] = place(event);
  if (drag?.ruler && !drag.moved) rulers = rulers.slice(0, -1);
  if (scene !== null && drag !== null && !drag.moved && drag.ruler === null)
    selection.pick(scene, ...toMicrons(camera, sizeOf(), x, y), samePlace / camera.scale).catch(failed);
  drag = null;
});

canvas.addEventListener(
  "wheel",
  (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 30 : 1;
    move(zoomed(camera, sizeOf(), ...place(event), Math.exp(-0.0015 * lines * event.deltaY)));
  },
  { passive: false },
);

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
  const { width, height } = sizeOf();
  const steps: Record<string, () => void> = {
    f: fit,
    r: () => measure(!isMeasuring),
    Escape: () => {
      rulers = [];
      selection.clear();
      measure(false);
    },
    "+": () => move(zoomed(camera, sizeOf(), width / 2, height / 2, 1.5)),
    "=": () => move(zoomed(camera, sizeOf(), width / 2, height / 2, 1.5)),
    "-": () => move(zoomed(camera, sizeOf(), width / 2, height / 2, 1 / 1.5)),
    ArrowLeft: () => move(panned(camera, width / 8, 0)),
    ArrowRight: () => move(panned(camera, -width / 8, 0)),
    ArrowUp: () => move(panned(camera, 0, height / 8)),
    ArrowDown: () => move(panned(camera, 0, -height / 8)),
  };
  const step = steps[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (step === undefined) return;
  event.preventDefault();
  step();
});

function measure(isOn: boolean): void {
  isMeasuring = isOn;
  element("ruler").setAttribute("aria-pressed", String(isOn));
  requestFrame();
}

element("fit").addEventListener("click", fit);
element("ruler").addEventListener("click", () => measure(!isMeasuring));
element("all").addEventListener("click", () => scene && panel.switchAll(scene, true));
element("none").addEventListener("click", () => scene && panel.switchAll(scene, false));
cellList.addEventListener("change", () => void load().catch(failed));
new ResizeObserver(() => repaint()).observe(canvas);

function failed(error: unknown): void {
  showError(`The picture could not be loaded: ${error instanceof Error ? error.message : error}`);
}

const events = new EventSource("events");
events.addEventListener("change", () => void load().catch(failed));
events.addEventListener("problem", (event) => showError(JSON.parse((event as MessageEvent<string>).data) as string));
events.addEventListener("error", () => {
  element("state").textContent = "the viewer's server has ended";
});
load().catch(failed);
