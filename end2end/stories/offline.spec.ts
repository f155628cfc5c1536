import type { Locator, Page } from "@playwright/test";
import { builds } from "../world/device.ts";
import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { online, row, say, together } from "../world/talk.ts";

test("SYN-10 after a first visit the application opens without a network, and its pages by themselves when it is back", { tag: "@main" }, async ({
  person,
}) => {
  const { page, context } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  await expect.poll(async () => (await stored(page, "replicas")).length, "who they are, their profile, the list, what is unread, what they write, what they say later, what is to be published, how many notifications").toBe(8);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Tertulia" })).toBeVisible();
  await accessible(page);
  await page.goto("/settings/profile");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ann");
  await page.goto("/settings/sessions");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await accessible(page);
  await context.setOffline(false);
  await expect(page.getByRole("list", { name: "Sessions" })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Messages" })).toBeVisible();
  await online(page);
});

test("SYN-10 QUA-7 the rail stands still while a page opens without a network", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  await context.setOffline(true);
  await page.addInitScript(() => {
    const places = new Set<number>();
    const look = () => {
      const way = document.querySelector("nav[aria-label=Main] a[href='/settings']");
      if (way) places.add(Math.round(way.getBoundingClientRect().top));
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { placesOfRail: places });
  });
  await page.goto("/notifications");
  await alive(page);
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  expect(await page.evaluate(() => [...(window as unknown as { placesOfRail: Set<number> }).placesOfRail])).toHaveLength(1);
});

test("SYN-10 a public page without a network says so in the product's own words", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto("/about");
  await alive(page);
  await kept(page, "nobody");
  await context.setOffline(true);
  await page.goto("/login");
  await expect(offline(page)).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(offline(page)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByLabel(/Handle or e-mail/)).toBeVisible();
  await page.goto("/about");
  await expect(page.getByRole("heading", { level: 1, name: "About Tertulia" })).toBeVisible();
  await context.close();
});

test("SYN-10 the areas of a member are drawn on the device, in the colours that were chosen, and public pages by the server", async ({
  person,
}) => {
  const ann = await person("Ann", { colorScheme: "light" });
  const { page, context } = ann;
  const document = page.locator("html");
  await page.goto("/settings/appearance");
  await alive(page);
  await kept(page);
  await page.getByText("Dark", { exact: true }).click();
  const theme = () => page.evaluate(async () => (await (await caches.match("/member"))?.json())?.theme);
  await expect.poll(theme).toBe("dark");
  for (const path of ["/messages", "/settings/profile"]) {
    await page.goto(path);
    await expect(document).toHaveAttribute("data-shell", "yes");
    await alive(page);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
  for (const path of [`/u/${ann.handle}`, "/about"]) {
    await page.goto(path);
    await expect(document).not.toHaveAttribute("data-shell");
    await alive(page);
  }
  // Where nobody can say yet who asks, the device knows.
  await context.setOffline(true);
  await page.goto("/messages");
  await expect(document).toHaveAttribute("data-theme", "dark");
});

test("SYN-10 whose page it is stands in its title, also where nobody can be asked for them", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  await context.setOffline(true);
  await page.goto("/u/somebody");
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expect(page).toHaveTitle("@somebody · Tertulia");
});

test("SYN-10 who logs out leaves the application on the device, and no sign that somebody is logged in", async ({ person }) => {
  const ann = await person("Ann");
  const { page } = ann;
  await page.goto("/settings/profile");
  await alive(page);
  await kept(page);
  await page.goto("/logout");
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page).toHaveURL(/\/$/);
  await alive(page);
  await kept(page, "nobody");
  expect(await builds(page)).toHaveLength(1);
  await page.goto("/messages");
  await expect(page).toHaveURL(/\/login\?next=/);
});

test("SYN-10 who was logged out elsewhere is led to log in from the page that the device draws", async ({ person, browser, server }) => {
  const ann = await person("Ann");
  const { page } = ann;
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  const elsewhere = await browser.newContext({ baseURL: server.url });
  const answer = await elsewhere.request.post("/api/sessions", { data: { login: ann.handle, password: ann.password } });
  const { token } = await answer.json();
  const ended = await elsewhere.request.delete("/api/sessions", { headers: { Authorization: `Bearer ${token}` } });
  expect(ended.status()).toBe(204);
  await elsewhere.close();
  await page.goto("/settings/privacy");
  await expect(page).toHaveURL(/\/login\?next=/);
  await kept(page, "nobody");
  await page.getByLabel(/Handle or e-mail/).fill(ann.handle);
  await page.getByLabel("Password", { exact: true }).fill(ann.password);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page).toHaveURL(/\/settings\/privacy$/);
  await kept(page);
});

test("SYN-10 a page that was on its way while the worker came is answered by it too", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const [page, late] = [await context.newPage(), await context.newPage()];
  let release = () => {};
  const held = new Promise<void>((go) => (release = go));
  await late.route("**/about", async (route) => {
    await held;
    await route.continue();
  });
  const asked = late.waitForRequest("**/about");
  const coming = late.goto("/about");
  await asked;
  await page.goto("/about");
  await kept(page, "nobody");
  release();
  await coming;
  await kept(late, "nobody");
  await context.close();
});

test("SYN-10 nothing that anybody wrote is among what the device keeps, and nothing that was drawn for anybody", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await kept(page);
  await say(page, "between you and me");
  await expect(row(bob.page, "between you and me")).toBeVisible();
  for (const path of [`/u/${bob.handle}`, "/settings/profile", `/messages/${id}`]) {
    await page.goto(path);
    await alive(page);
    await online(page);
  }
  const found = await page.evaluate(async (words) => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const text = (await (await cache.match(request))?.text()) ?? "";
        if (words.some((word) => text.includes(word) || request.url.includes(word))) found.push(request.url);
      }
    }
    return found;
  }, [ann.handle, bob.handle, id, "between you and me"]);
  expect(found).toEqual([]);
  expect((await builds(page)).length, "it keeps something").toBe(1);
});

test("SYN-10 where what the device keeps cannot be read, everything comes from the server", async ({ person }) => {
  const { page, context } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(() => {
    const fail = () => Promise.reject(new Error("damaged"));
    CacheStorage.prototype.open = CacheStorage.prototype.match = fail;
  });
  await page.goto("/settings/profile");
  await expect(page.locator("html")).not.toHaveAttribute("data-shell");
  await alive(page);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ann");
});

test("SYN-10 where there is no room on the device everything works, and nothing is kept", async ({ person, server }) => {
  const { page, context } = await person("Ann");
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.url, quotaSize: 1000 });
  // A page whose own program is kept away, so that this is the only try.
  const still = await context.newPage();
  await still.route("**/*.js", (route) => route.abort());
  await still.goto("/about");
  const came = await still.evaluate(async () => {
    const { installing } = await navigator.serviceWorker.register("/sw.js");
    return new Promise((settle) => installing?.addEventListener("statechange", () => settle(installing.state)));
  });
  expect(came).toBe("redundant");
  await still.close();
  await page.goto("/messages");
  await alive(page);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("navigation", { name: "Settings" })).toBeVisible();
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
});

test("SYN-10 the page about the network says what is true, and follows it", async ({ page }) => {
  await page.goto("/offline");
  await alive(page);
  const online = page.getByRole("heading", { level: 1, name: "You are online" });
  await expect(online).toBeVisible();
  await page.getByRole("link", { name: "Go on" }).focus();
  await page.context().setOffline(true);
  await expect(offline(page)).toBeVisible();
  await expect(online).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Try again" })).toBeFocused();
  await page.context().setOffline(false);
  await expect(online).toBeVisible();
  expect(await listening(page)).toBe(1);
  await page.getByRole("link", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Talk among yourselves." })).toBeVisible();
  await expect.poll(() => listening(page)).toBe(0);
});

/** What stands on a page that cannot be had. */
function offline(page: Page): Locator {
  return page.getByRole("heading", { level: 1, name: "You are offline" });
}

/** How many wait in the page to hear that there is no network any more. */
async function listening(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send("Runtime.evaluate", { expression: "window" });
  const { listeners } = await session.send("DOMDebugger.getEventListeners", { objectId: result.objectId ?? "" });
  await session.detach();
  return listeners.filter(({ type }) => type === "offline").length;
}
