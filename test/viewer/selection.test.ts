/** The polygon that was clicked, while its program changes. Positions follow from the picture: see viewer.test.ts. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { temporaryFolder } from "../cli/support.ts";
import { withoutChromium } from "../support/project.ts";
import { type RunningViewer, startViewer } from "./start-viewer.ts";
import { browserForFile, until } from "./support.ts";

const browser = browserForFile();
const running: RunningViewer[] = [];
after(async () => {
  for (const one of running) await one.close();
});

const program = `SYMBOL main
  LAYER 1
    rect(4)
  LAYER 2
    rect(30) - rect(20)
  LAYER 1
    rect(2).translate(8, 0)
`;

test("it stays while its polygon is there, follows its line, and goes with it", { skip: withoutChromium }, async () => {
  const folder = temporaryFolder();
  const write = (text: string) => writeFileSync(join(folder, "a.pls"), text);
  write(program);
  const viewer = await startViewer(["pls", "-w", "-n", "a.pls"], folder);
  running.push(viewer);
  const page = await browser.open(viewer.address);
  const info = () => page.locator("#info").innerText();
  await page.mouse.click(385, 350);
  await page.getByText("a.pls:3:5").waitFor();
  assert.match(await info(), /4 µm × 4 µm/);

  // Another shape is changed, and the line has moved down.
  write(`# a comment\n${program.replace("rect(20)", "rect(22)")}`);
  await page.getByText("a.pls:4:5").waitFor();
  assert.match(await info(), /rect\(4\)[\s\S]*4 µm × 4 µm/);

  // An error keeps it, and its mend with another size: the same line makes it.
  write(program.replace("rect(4)", "rect(6"));
  await page.locator("#error").waitFor({ state: "visible" });
  assert.match(await info(), /4 µm × 4 µm/);
  write(`# a comment\n${program.replace("rect(4)", "rect(6)")}`);
  await page.getByText("6 µm × 6 µm").waitFor();
  assert.match(await info(), /a\.pls:4:5/);

  // The line moves and its shape stays as large, elsewhere.
  write(program.replace("rect(4)", "rect(6).translate(0, 3)").replace("rect(2).translate(8, 0)", "rect(2)"));
  await until(page, `!document.getElementById("info").innerText.includes("a.pls:4:5")`);

  write(program.replace("  LAYER 1\n    rect(4)\n", ""));
  await until(page, `document.getElementById("info").innerText === ""`);
  await page.close();
  assert.deepEqual(browser.errors, []);
});

test("a click chooses the smallest polygon there, clicks at its place the larger ones", {
  skip: withoutChromium,
}, async () => {
  const folder = temporaryFolder();
  // The largest one last, so that it lies on top.
  const sizes = [4, 2, 30];
  const text = `SYMBOL main\n${sizes.map((size, i) => `  LAYER ${i + 1}\n    rect(${size})\n`).join("")}`;
  writeFileSync(join(folder, "b.pls"), text);
  const viewer = await startViewer(["pls", "-w", "-n", "b.pls"], folder);
  running.push(viewer);
  const page = await browser.open(viewer.address);
  const chosen = (size: number) => page.getByText(`${size} µm × ${size} µm`).waitFor();
  await page.mouse.click(385, 350);
  await chosen(2);
  await page.mouse.click(386, 350);
  await chosen(4);
  await page.mouse.click(385, 351);
  await chosen(30);
  await page.mouse.click(385, 350);
  await chosen(2);
  // Elsewhere it begins anew, whatever was chosen.
  await page.mouse.click(385, 350);
  await chosen(4);
  await page.mouse.click(395, 350);
  await chosen(2);
  await page.close();
  assert.deepEqual(browser.errors, []);
});
