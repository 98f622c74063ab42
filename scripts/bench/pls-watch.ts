// From saving a program to its picture in the browser: `reticle pls -w` and its page in Chromium, each of the tutorial's
// programs saved in the place of the one before. The clock is one: the page tells when it has painted what came after.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath, projectRoot } from "../../test/support/project.ts";
import { type RunningViewer, startViewer } from "../../test/viewer/start-viewer.ts";
import type { BenchJob } from "./main.ts";

const rounds = 3;

/** None where there is no browser. */
export function watchJobs(folder: string): BenchJob[] {
  const program = chromiumPath();
  if (program === null) return [];
  const place = join(folder, "pls-watch");
  const file = join(place, "program.pls");
  const tutorial = readFileSync(join(projectRoot, "docs", "pls.md"), "utf8");
  const programs = [...tutorial.matchAll(/```pls\n([\s\S]*?)```/g)].map((match) => match[1]);
  let viewer: RunningViewer;
  let browser: Browser;
  let page: Page;
  return [
    {
      name: "from saving to the picture, median",
      async prepare() {
        mkdirSync(place, { recursive: true });
        writeFileSync(file, programs.at(-1)!);
        viewer = await startViewer(["pls", "-w", "-n", "program.pls"], place);
        const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
        browser = await chromium.launch({ executablePath: program, args });
        page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
        await page.goto(viewer.address);
        await page.waitForSelector('body[data-painted="true"]');
      },
      async run() {
        const delays: number[] = [];
        for (let round = 0; round < rounds; round++)
          for (const text of programs) delays.push(await saveToPicture(page, file, text));
        return delays.sort((a, b) => a - b)[delays.length >> 1];
      },
      async release() {
        await browser.close();
        await viewer.close();
      },
      repetitions: 1,
      unit: "ms",
    },
  ];
}

async function saveToPicture(page: Page, file: string, text: string): Promise<number> {
  // Neither the watcher nor the page is to be met in the middle of the one before.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await page.evaluate(
    `window.paintedAgain = new Promise((resolve) => {
      const { body } = document;
      let began = false;
      new MutationObserver((_, observer) => {
        if (body.dataset.painted === "false") began = true;
        else if (began) { observer.disconnect(); resolve(Date.now()); }
      }).observe(body, { attributes: true });
    }); 0`,
  );
  const saved = Date.now();
  writeFileSync(file, text);
  return (await page.evaluate<number>("window.paintedAgain")) - saved;
}
