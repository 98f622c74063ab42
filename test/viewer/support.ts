/** The viewer as a user has it: the command in a process of its own, its page in a Chromium. */
import { after, before } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath, withoutChromium } from "../support/project.ts";

/** Generous: other work may be running on the machine. */
export const patience = 30_000;

/** A browser for the tests of a file. */
export function browserForFile(): { open(address: string): Promise<Page>; errors: string[] } {
  let browser: Browser;
  const errors: string[] = [];
  before(async () => {
    if (withoutChromium !== false) return;
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: chromiumPath()!, args });
  });
  after(async () => {
    await browser?.close();
  });
  return {
    errors,
    async open(address) {
      const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
      page.setDefaultTimeout(patience);
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(address);
      await painted(page);
      return page;
    },
  };
}

export async function painted(page: Page): Promise<void> {
  await page.waitForSelector('body[data-painted="true"]');
}

/** Red, green, blue of the canvas at a point of the page. */
export async function colorAt(page: Page, x: number, y: number): Promise<number[]> {
  return page.evaluate(
    `(() => {
      const canvas = document.getElementById("canvas");
      const { left, top } = canvas.getBoundingClientRect();
      const ratio = devicePixelRatio;
      const { data } = canvas.getContext("2d").getImageData((${x} - left) * ratio, (${y} - top) * ratio, 1, 1);
      return [...data.slice(0, 3)];
    })()`,
  );
}

/** Waits until an expression is true in the page, whose policy allows no code from strings. */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + patience;
  while (!(await page.evaluate<boolean>(expression))) {
    if (Date.now() > end) throw new Error(`${expression} has not become true`);
    await page.waitForTimeout(20);
  }
}
