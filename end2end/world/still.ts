import type { Locator, Page } from "@playwright/test";

/** Where something begins in the window, in whole pixels. */
export async function top(part: Locator): Promise<number> {
  return part.evaluate((element) => Math.round(element.getBoundingClientRect().top));
}

/** The answers of a thread that is open. */
export function answers(page: Page): Locator {
  return page.getByRole("feed", { name: "Answers" }).getByRole("article");
}
