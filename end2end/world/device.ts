import type { Browser, Page } from "@playwright/test";
import type { Person } from "./index.ts";

/** The versions that the device keeps. */
export async function builds(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("build ")));
}

/** Has the device keep this in the place of each script of its version; without it they come from the server. */
export async function keepAsScripts(page: Page, text?: string): Promise<void> {
  await page.evaluate(async (text) => {
    const headers = { "Content-Type": "text/javascript" };
    for (const name of (await caches.keys()).filter((name) => name.startsWith("build "))) {
      const cache = await caches.open(name);
      for (const script of (await cache.keys()).filter(({ url }) => url.endsWith(".js"))) {
        await (text ? cache.put(script.url, new Response(text, { headers })) : cache.delete(script));
      }
    }
  }, text);
}

/** Has a page that is not opened yet speak to other tabs as another build does, whose speech has another version. */
export async function speakAsAnotherBuild(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const another = (name: string) => name.replace(/:\d+$/, ":0");
    const { request } = LockManager.prototype;
    LockManager.prototype.request = function (this: LockManager, name: string, ...rest: unknown[]) {
      return Reflect.apply(request, this, [another(name), ...rest]);
    } as typeof request;
    const Channel = BroadcastChannel;
    window.BroadcastChannel = class extends Channel {
      constructor(name: string) {
        super(another(name));
      }
    };
  });
}

/** A page of somebody's in a browser of its own that keeps no part of the program. */
export async function keepingNothing(browser: Browser, baseURL: string, person: Person): Promise<Page> {
  const context = await browser.newContext({ baseURL, serviceWorkers: "block" });
  await context.addCookies(await person.context.cookies());
  return context.newPage();
}

/** What a page asks for at these addresses waits until what this returns is called. */
export async function held(page: Page, addresses: string): Promise<() => void> {
  let open = () => {};
  const opened = new Promise<void>((done) => (open = done));
  await page.route(addresses, async (route) => {
    await opened;
    await route.continue();
  });
  return open;
}

/** Refuses what a page asks for at these addresses, from now on; how often it was asked for. */
export async function refuse(page: Page, addresses: string): Promise<() => number> {
  let tries = 0;
  await page.route(addresses, (route) => {
    tries += 1;
    return route.abort();
  });
  return () => tries;
}
