/** The viewer in a real browser. Positions follow from the picture: 1000 × 700 with bars and a panel of 230. */
import assert from "node:assert/strict";
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { box, cell, Layout, layer, writeGds } from "../../src/index.ts";
import { temporaryFolder } from "../cli/support.ts";
import { projectRoot, withoutChromium } from "../support/project.ts";
import { type RunningViewer, startViewer } from "./start-viewer.ts";
import { browserForFile, colorAt, painted, patience, until } from "./support.ts";

const browser = browserForFile();
const running: RunningViewer[] = [];
after(async () => {
  for (const one of running) await one.close();
});
async function view(args: readonly string[], cwd: string): Promise<RunningViewer> {
  const viewer = await startViewer(args, cwd);
  running.push(viewer);
  return viewer;
}

/** A folder with the program as a.pls, and the page that shows it. */
async function viewProgram(option: "-v" | "-w") {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.pls"), program);
  const { address } = await view(["pls", option, "-n", "a.pls"], folder);
  return { folder, address, page: await browser.open(address) };
}

const program = `SHAPE pad(w)
  rect(w)
SYMBOL main
  LAYER 1 metal
    pad(10)
  LAYER 2
    rect(30) - rect(20)
`;
const isWhite = (color: readonly number[]) => color.every((value) => value > 250);
/** The middle of the canvas, and a point within the frame of layer 2. */
const [middleX, middleY] = [385, 350];

test("the page is small, and carries all that it needs", () => {
  assert.ok(statSync(join(projectRoot, "dist", "src", "view", "viewer-page.html")).size < 150_000);
});

test("-v shows the layout; a click tells layer, cell and the line of the program", {
  skip: withoutChromium,
}, async () => {
  const { address, page } = await viewProgram("-v");
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{20,}\/$/);
  assert.equal(await page.title(), "a.pls – Reticle");
  assert.deepEqual(await page.locator("#layers span").allInnerTexts(), ["1/0 metal", "2/0"]);
  assert.ok(!isWhite(await colorAt(page, middleX + 5, middleY + 5)));
  await page.mouse.click(middleX + 5, middleY + 5);
  await page.getByText("a.pls:2:3").waitFor();
  const info = await page.locator("#info").innerText();
  for (const words of ["rect(w)", "in pad, from", "a.pls:5:5", "1/0 metal", "10 µm × 10 µm", "100 µm²", "main"])
    assert.ok(info.includes(words), `${words} in ${info}`);
  await page.mouse.move(middleX, middleY);
  assert.match(await page.locator("#position").innerText(), /^x -?0(\.\d+)? µm {3}y -?0(\.\d+)? µm$/);
  await page.close();
});

test("layers are switched off and on, wheel and drag move the picture, F brings it back", {
  skip: withoutChromium,
}, async () => {
  const { page } = await viewProgram("-v");
  await page.locator("#layers label").first().click();
  await painted(page);
  assert.ok(isWhite(await colorAt(page, middleX + 20, middleY + 20)), "the metal is gone");
  await page.locator("#all").click();
  await painted(page);
  assert.ok(!isWhite(await colorAt(page, middleX + 20, middleY + 20)));
  await page.mouse.move(middleX, middleY);
  await page.mouse.down();
  await page.mouse.move(middleX + 300, middleY, { steps: 4 });
  await page.mouse.up();
  await painted(page);
  // 19 pixels a µm: this is in the hole of the frame now.
  assert.ok(isWhite(await colorAt(page, middleX + 150, middleY + 10)), "it was dragged away");
  assert.ok(!isWhite(await colorAt(page, middleX + 310, middleY + 10)));
  await page.keyboard.press("f");
  await painted(page);
  assert.ok(!isWhite(await colorAt(page, middleX + 10, middleY + 10)));
  const before = await page.locator("#zoom").innerText();
  await page.mouse.move(middleX, middleY);
  await page.mouse.wheel(0, -400);
  await until(page, `document.getElementById("zoom").innerText !== ${JSON.stringify(before)}`);
  await page.close();
});

test("the ruler measures in µm", { skip: withoutChromium }, async () => {
  const { page } = await viewProgram("-v");
  const shot = () => page.locator("canvas").screenshot();
  const before = await shot();
  await page.keyboard.press("r");
  assert.equal(await page.locator("#ruler").getAttribute("aria-pressed"), "true");
  await page.mouse.move(middleX - 100, middleY - 200);
  await page.mouse.down();
  await page.mouse.move(middleX + 100, middleY - 200, { steps: 3 });
  await page.mouse.up();
  await painted(page);
  assert.ok(!(await shot()).equals(before));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#ruler").getAttribute("aria-pressed"), "false");
  await page.close();
});

test("-w: an edit, an error over the last picture, its mend; camera and layers stay", {
  skip: withoutChromium,
}, async () => {
  const { folder, page } = await viewProgram("-w");
  const file = join(folder, "a.pls");
  writeFileSync(join(folder, "lib.pls"), "SHAPE part()\n  rect(6)\n");
  await page.locator("#layers label").nth(1).click();
  await page.mouse.move(middleX, middleY);
  await page.mouse.wheel(0, -200);
  await painted(page);
  const zoom = await page.locator("#zoom").innerText();
  const metal = [middleX + 20, middleY + 20] as const;
  assert.ok(!isWhite(await colorAt(page, ...metal)));

  writeFileSync(file, program.replace("pad(10)", "pad(10"));
  await page.locator("#error").waitFor({ state: "visible" });
  assert.match(await page.locator("#error").innerText(), /a\.pls:5:8: error\[unclosed-bracket\]/);
  assert.ok(!isWhite(await colorAt(page, ...metal)), "the last good picture stays");

  // As editors do: another file, renamed over the first.
  writeFileSync(join(folder, "b.tmp"), `IMPORT lib.pls\n${program.replace("pad(10)", "pad(10) - lib.part()")}`);
  renameSync(join(folder, "b.tmp"), file);
  await page.locator("#error").waitFor({ state: "hidden" });
  await painted(page);
  assert.ok(isWhite(await colorAt(page, ...metal)), "the hole is there");
  assert.equal(await page.locator("#zoom").innerText(), zoom);
  assert.equal(await page.locator("#layers input").nth(1).isChecked(), false);

  writeFileSync(join(folder, "lib.pls"), "SHAPE part()\n  rect(1, sw=[3, 3])\n");
  await until(
    page,
    `(() => { const c = document.getElementById("canvas"); const { left, top } = c.getBoundingClientRect(); const r = devicePixelRatio;
      return c.getContext("2d").getImageData((${metal[0]} - left) * r, (${metal[1]} - top) * r, 1, 1).data[0] < 250; })()`,
  );
  await page.close();
});

test("reticle view shows a file of 10⁵ shapes, and reads it again when it changes", {
  skip: withoutChromium,
}, async () => {
  const folder = temporaryFolder();
  const file = join(folder, "many.gds");
  const unit = cell("unit").add(layer(1), box(0, 0, 1, 1));
  const many = cell("many");
  for (let i = 0; i < 10; i++) many.add(unit.array(100, 100, { pitch: [2, 2], at: [220 * i, 0] }));
  await writeGds(file, Layout.of(many));
  const { address } = await view(["view", "many.gds"], folder);
  const page = await browser.open(address);
  assert.equal(await page.locator("#layers small").innerText(), "100000");
  // While it is dragged, the page goes on answering: frames come all the time.
  await page.evaluate(
    `(() => { window.frames_ = 0; const count = () => { window.frames_++; requestAnimationFrame(count); }; count(); })()`,
  );
  await page.mouse.move(middleX, middleY);
  await page.mouse.down();
  await page.mouse.move(middleX + 200, middleY, { steps: 20 });
  await page.mouse.up();
  await painted(page);
  assert.ok((await page.evaluate<number>("window.frames_")) > 5);
  await page.locator("#cell").selectOption("unit");
  await until(page, `document.querySelector("#layers small").innerText === "1"`);
  await writeGds(file, cell("other").add(layer(7), box(0, 0, 5, 5)));
  await until(page, `document.querySelector("#layers span").innerText === "7/0"`);
  writeFileSync(file, "no layout");
  await page.locator("#error").waitFor({ state: "visible" });
  await page.close();
});

test("only who knows the address is answered, and only by names of this machine", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.pls"), program);
  const { address } = await view(["pls", "-v", "-n", "a.pls"], folder);
  const url = new URL(address);
  const status = (path: string, host = url.host) =>
    new Promise<number>((resolve) =>
      request({ host: "127.0.0.1", port: url.port, path, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      }).end(),
    );
  assert.equal(await status(url.pathname), 200);
  assert.equal(await status("/"), 404);
  assert.equal(await status("/x/scene"), 404);
  assert.equal(await status(`${url.pathname}../../../etc/passwd`), 404);
  assert.equal(await status(`${url.pathname}etc/passwd`), 404);
  assert.equal(await status(url.pathname, "evil.example"), 404);
  assert.equal(await status(`${url.pathname}at?cell=none&layer=1/0&x=0&y=0`), 500);
});

test("a program with errors is not shown by -v, and ends with the exit code 1", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.pls"), "SYMBOL m\nLAYER 1\nrect(");
  await assert.rejects(startViewer(["pls", "-v", "a.pls"], folder), /the viewer ended with 1: a\.pls:3:5: error/);
});

test("-w follows layer properties, and a file that is gone for a while before its first picture", async () => {
  const folder = temporaryFolder();
  const [file, lyp] = [join(folder, "a.pls"), join(folder, "a.lyp")];
  const colored = (color: string) =>
    `<layer-properties><properties><fill-color>${color}</fill-color><source>1/0@1</source></properties></layer-properties>`;
  writeFileSync(lyp, colored("#aa0000"));
  writeFileSync(file, "SYMBOL m\nLAYER 1\nrect(");
  const viewer = await view(["pls", "-w", "-n", "a.pls", "--lyp", "a.lyp"], folder);
  const untilScene = async (words: string) => {
    const end = Date.now() + patience;
    while (!(await (await fetch(`${viewer.address}scene?cell=`)).text()).includes(words)) {
      assert.ok(Date.now() < end, `${words} has not come: ${viewer.said()}`);
      await setTimeout(20);
    }
  };
  await untilScene("unclosed-bracket");
  rmSync(file);
  await untilScene("there is no such file");
  writeFileSync(file, program);
  await untilScene('"color":"#aa0000"');
  writeFileSync(lyp, colored("#00bb00"));
  await untilScene('"color":"#00bb00"');
});

test("no page has said that something failed", () => {
  assert.deepEqual(
    browser.errors.filter((text) => !/favicon/.test(text)),
    [],
  );
});
