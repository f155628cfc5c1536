import { post } from "../world/fill.ts";
import { alive, expect, kept, test } from "../world/index.ts";
import { copied, stored } from "../world/store.ts";
import { composer, row, say, together } from "../world/talk.ts";

test("SYN-7 SYN-10 who was looked at, one's own profile and those one writes with are there without a network, and up to date after", async ({
  person,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, context } = ann;
  const holds = (part: RegExp) => expect.poll(async () => (await stored(page, "replicas")).some((text) => part.test(text))).toBe(true);
  await post(bob, "/api/me", { profile: { bio: "walks at night" } }, "patch");
  const id = await together(ann, bob);
  await kept(page);
  await say(page, "seen before");
  await expect(row(bob.page, "seen before")).toBeVisible();
  await holds(/"seq":.*seen before/);
  await holds(/"items":.*seen before/);
  await page.goto(`/u/${bob.handle}`);
  await alive(page);
  await holds(/"bio":.*walks at night/);
  await page.goto("/settings/profile");
  await alive(page);
  await holds(/"profile":.*"settings":/);

  await context.setOffline(true);
  await page.goto(`/u/${bob.handle}`);
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
  const card = page.getByRole("article");
  await expect(card).toContainText("walks at night");
  await expect(card).not.toContainText("last seen");
  await page.goto("/settings/profile");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Ann");
  await page.goto("/messages/new");
  await alive(page);
  await page.getByRole("searchbox", { name: "Find people" }).fill("BOB");
  const hit = page.getByRole("list", { name: "People" }).getByRole("button", { name: new RegExp(bob.handle) });
  await expect(hit).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await hit.click();
  await expect(page).toHaveURL(new RegExp(`/messages/${id}$`));
  await expect(row(page, "seen before")).toBeVisible();
  await expect(composer(page)).toBeVisible();

  await page.goto(`/u/${bob.handle}`);
  await expect(card).toContainText("walks at night");
  await post(bob, "/api/me", { profile: { bio: "sleeps at night" } }, "patch");
  await context.setOffline(false);
  await expect(card).toContainText("sleeps at night", { timeout: 40_000 });
});

test("SYN-7 the browser is asked to let what is kept stay once something waits to be sent, and once only", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, context } = ann;
  let asked = 0;
  page.on("console", (line) => (asked += Number(line.text() === "asked to let it stay")));
  await page.addInitScript(() => {
    StorageManager.prototype.persist = async () => {
      console.info("asked to let it stay");
      return true;
    };
  });
  await together(ann, bob);
  await kept(page);
  await say(page, "sent at once");
  await expect(row(bob.page, "sent at once")).toBeVisible();
  expect(asked).toBe(0);
  await context.setOffline(true);
  const sign = page.getByRole("button", { name: "Connection: offline", includeHidden: true });
  await expect(sign.first()).toBeAttached({ timeout: 40_000 });
  await say(page, "in the tunnel");
  await expect.poll(() => asked).toBe(1);
  await page.reload();
  await alive(page);
  await expect(row(page, "in the tunnel")).toHaveAttribute("data-state", "sending");
  await say(page, "still in the tunnel");
  await expect(row(page, "still in the tunnel")).toHaveAttribute("data-state", "sending");
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("still in the tunnel");
  expect(asked).toBe(1);
});

test("SYN-7 SYN-10 what a page is drawn from is read while its program is on its way, and each part once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, context } = ann;
  const id = await together(ann, bob);
  await say(bob.page, "seen before");
  await expect(row(page, "seen before")).toBeVisible();
  await copied(ann, "seen before");

  await page.addInitScript(() => {
    const asked: string[] = [];
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (this: IDBObjectStore, key) {
      if (this.name === "replicas") asked.push(String(key));
      return Reflect.apply(get, this, [key]);
    };
    const make = WebAssembly.instantiateStreaming;
    const start = new Promise<void>((go) => Object.assign(window, { asked, go }));
    WebAssembly.instantiateStreaming = async (...given) => {
      await start;
      return Reflect.apply(make, WebAssembly, given);
    };
  });
  await page.goto(`/messages/${id}`, { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
  const parts = ["me/", "list/", `threads/${id}`];
  const asked = (part: string) =>
    page.evaluate((part) => (window as unknown as { asked: string[] }).asked.filter((row) => row === part).length, part);
  for (const part of parts) await expect.poll(() => asked(part)).toBe(1);
  await expect(row(page, "seen before")).toHaveCount(0);
  const told = page.waitForResponse(/\/rpc\/read_me$/);
  await page.evaluate(() => (window as unknown as { go(): void }).go());
  await alive(page);
  await expect(row(page, "seen before")).toBeVisible();
  for (const part of parts) expect(await asked(part), part).toBe(1);

  // Nobody is known to be logged in: whose copies these are is for the server to say first, as it has for the page before.
  await told;
  await context.clearCookies({ name: "tertulia-account" });
  await page.goto("/messages", { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-shell", "yes");
  await expect(page.locator("body")).toBeAttached();
  expect(await page.evaluate(() => "readAhead" in window)).toBe(false);
});
