import type { BrowserContext, Page } from "@playwright/test";
import { alive, type Person } from "./index.ts";

/** Another tab of somebody's browser, at the same page. */
export async function another(person: Person): Promise<Page> {
  return tab(person.context, person.page.url());
}

/** Another device of somebody's, at the same page. */
export async function device(person: Person): Promise<Page> {
  const context = await person.context.browser()?.newContext({ baseURL: new URL(person.page.url()).origin });
  if (!context) throw new Error("there is no browser");
  await context.addCookies(await person.context.cookies());
  person.devices.push(context);
  return tab(context, person.page.url());
}

async function tab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await alive(page);
  return page;
}

/** Has a page that is not opened yet wait for its locks for as long as it stands. */
export async function lockless(page: Page): Promise<void> {
  await page.addInitScript(() => {
    LockManager.prototype.request = () => new Promise(() => {});
  });
}
