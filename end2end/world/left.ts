import type { Locator, Page } from "@playwright/test";

/** Lets nothing of this be read from now on; by its name, what was to be. */
export async function refuse(page: Page, what: RegExp): Promise<string[]> {
  const asked: string[] = [];
  await page.route(what, (route) => {
    asked.push(what.exec(route.request().url())?.[1] ?? "");
    return route.abort();
  });
  return asked;
}

/** Where links lead. */
export async function leads(links: Locator): Promise<(string | null)[]> {
  return links.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}

/** Where something stands on the screen, once it stays there. */
export async function still(thing: Locator): Promise<number> {
  return thing.evaluate(async (thing) => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let before = NaN; ; ) {
      const { top } = thing.getBoundingClientRect();
      if (top === before) return top;
      before = top;
      await frame();
      await frame();
    }
  });
}
