/** Layouts with more polygons than a page can take, in a real browser. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { cell, layer, rect, writeGds } from "../../src/index.ts";
import { temporaryFolder } from "../cli/support.ts";
import { withoutChromium } from "../support/project.ts";
import { type RunningViewer, startViewer } from "./start-viewer.ts";
import { browserForFile, colorAt, painted, until } from "./support.ts";

const browser = browserForFile();
const running: RunningViewer[] = [];
after(async () => {
  for (const one of running) await one.close();
});

test("four million shapes are shown whole, and one by one as one comes near", { skip: withoutChromium }, async () => {
  const folder = temporaryFolder();
  // Squares of 2 µm on a pitch of 4 µm, and one that stands apart.
  const unit = cell("unit").add(layer(1, 0), rect(2));
  const lonely = cell("lonely").add(layer(2, 0), rect(400).translate(9000, 200));
  const top = cell("top").add(unit.array(2000, 2000, { pitch: [4, 4] }), lonely.at(0, 0));
  await writeGds(join(folder, "a.gds"), top);
  const viewer = await startViewer(["view", "a.gds"], folder);
  running.push(viewer);
  const page = await browser.open(viewer.address);
  assert.deepEqual(await page.locator("#layers small").allInnerTexts(), ["4000000", "1"]);
  assert.equal(await page.locator("#note").innerText(), "");
  // Squares and gaps are far below a pixel (12 µm): they cover all.
  const isWhite = (color: readonly number[]) => color.every((value) => value > 250);
  assert.ok(!isWhite(await colorAt(page, 300, 350)));
  assert.ok(!isWhite(await colorAt(page, 301, 352)));

  await page.locator("#layers label").first().click();
  await painted(page);
  assert.ok(isWhite(await colorAt(page, 300, 350)), "its layer is switched off");
  await page.locator("#layers label").first().click();
  await painted(page);

  // 12 µm a pixel, enlarged e^6 times: 80 pixels from square to square.
  await page.mouse.move(300, 350);
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, -400);
  await until(page, `/^1 px = 3\\d(\\.\\d+)? nm$/.test(document.getElementById("zoom").innerText)`);
  await painted(page);
  let white = 0;
  for (let x = 100; x < 260; x += 10)
    for (let y = 100; y < 260; y += 10) white += isWhite(await colorAt(page, x, y)) ? 1 : 0;
  // Squares cover a quarter.
  assert.ok(white > 100 && white < 240, `${white} of 256 points are white`);
  await page.close();
});

test("a click tells of a shape that was not sent", { skip: withoutChromium }, async () => {
  const page = await browser.open(running[0].address);
  // The lonely square is the one at the right: its middle is at 9000 µm of 9200.
  await page.locator("#all").click();
  await painted(page);
  const [x, y] = await page.evaluate<[number, number]>(
    `(() => {
      const { width, height } = document.getElementById("canvas").getBoundingClientRect();
      const scale = 0.92 * Math.min(width / 9201, height / 8001);
      return [width / 2 + (9000 - 4599.5) * scale, 35 + height / 2 - (200 - 3999.5) * scale];
    })()`,
  );
  await page.mouse.click(x, y);
  await page.getByText("top / lonely").waitFor();
  const info = await page.locator("#info").innerText();
  for (const words of ["400 µm × 400 µm", "2/0", "160000 µm²"]) assert.ok(info.includes(words), `${words} in ${info}`);
  await page.close();
});

test("no page has said that something failed", () => {
  assert.deepEqual(browser.errors, []);
});
