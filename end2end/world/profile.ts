import type { Page } from "@playwright/test";

/** Opens what one can do with whom a page is of beside following and writing. */
export async function more(page: Page): Promise<void> {
  await page.locator("summary").filter({ hasText: /^More about/ }).click();
}
