import type { Locator, Page } from "@playwright/test";

/** Long enough that what stands below it is not seen with its beginning. */
export const LONG = Array.from({ length: 40 }, (_, number) => `Paragraph ${number} of many.`).join("\n\n");

/** Where something begins in the window, in whole pixels. */
export async function top(part: Locator): Promise<number> {
  return part.evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

/** Scrolls to something; where it begins from then on. */
export async function bring(part: Locator): Promise<number> {
  return part.evaluate((element) => {
    element.scrollIntoView({ block: "start" });
    return Math.round(element.getBoundingClientRect().top);
  });
}

/** Returns once what stands there now has been painted. */
export async function painted(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** The answers of a thread that is open. */
export function answers(page: Page): Locator {
  return page.getByRole("feed", { name: "Answers" }).getByRole("article");
}
