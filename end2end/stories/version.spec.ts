import type { Locator, Page } from "@playwright/test";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { builds, keepAsScripts } from "../world/device.ts";
import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { composer, online, row, say, together } from "../world/talk.ts";

const OPERATIONS = "**/rpc/operations";
const BROKEN = "throw new Error('does not start')";

test("SYN-10 a newer version is offered, comes when one wants it, and takes nobody from what they write", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  await kept(page);
  const second = await ann.context.newPage();
  await second.goto(`/messages/${id}`);
  await alive(second);
  await online(second);
  const long = "too long to be kept ".repeat(1_001);
  await composer(second).fill(long);
  const before = await buildOf(page);
  await withChangedSite(async (TERTULIA_SITE) => {
    await server.kill();
    await server.run({ TERTULIA_SITE });
    for (const tab of [page, second]) await expect(offer(tab)).toBeVisible({ timeout: 40_000 });
    await accessible(page);
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.locator("html")).not.toHaveAttribute("data-build", before);
    await alive(page);
    await expect(composer(page)).toBeVisible();
    await expect(offer(page)).toHaveCount(0);

    await expect(composer(second)).toHaveValue(long);
    await second.getByRole("link", { name: "Settings" }).click();
    await expect(second.getByRole("navigation", { name: "Settings" })).toBeVisible();
    expect(await buildOf(second)).toBe(before);
    await second.goBack();
    await expect(composer(second)).toHaveValue(long);
    await composer(second).fill("half a thought");
    await expect.poll(async () => (await stored(second, "replicas")).join()).toContain("half a thought");
    await second.getByRole("link", { name: "Settings" }).click();
    await expect(second.locator("html")).not.toHaveAttribute("data-build", before);
    await expect(second).toHaveURL(/\/settings/);
    await alive(second);
    await expect(offer(second)).toHaveCount(0);
    await second.goBack();
    await expect(composer(second)).toHaveValue("half a thought");
    await expect.poll(() => builds(second)).toHaveLength(1);
  });
  await server.kill();
  await server.run();
});

test("SYN-10 SYN-8 a newer version that is wanted waits until everything is sent", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  const { page } = ann;
  await kept(page);
  const before = await buildOf(page);
  await page.route(OPERATIONS, (route) => route.abort());
  await withChangedSite(async (TERTULIA_SITE) => {
    await server.kill();
    await server.run({ TERTULIA_SITE });
    await expect(offer(page)).toBeVisible({ timeout: 40_000 });
    await say(page, "still on its way");
    await expect(row(page, "still on its way")).toHaveAttribute("data-state", "sending");
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Reloading as soon as everything is sent" })).toBeVisible();
    expect(await buildOf(page)).toBe(before);
    await page.unroute(OPERATIONS);
    await expect(page.locator("html")).not.toHaveAttribute("data-build", before, { timeout: 40_000 });
    await expect(row(page, "still on its way")).toHaveCount(1);
    await expect(row(bob.page, "still on its way")).toHaveCount(1, { timeout: 40_000 });
  });
  await server.kill();
  await server.run();
});

test("SYN-10 a version that cannot be had whole does not come, and the one before stays", async ({ person, server }) => {
  test.slow();
  const { page, context } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  const before = await buildOf(page);
  let asked = 0;
  await context.route("**/shell?version=*", (route) => {
    asked += 1;
    return route.abort();
  });
  const look = () => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await withChangedSite(async (TERTULIA_SITE) => {
    await server.kill();
    await server.run({ TERTULIA_SITE });
    await look();
    await expect.poll(() => asked).toBeGreaterThan(0);
    await page.goto("/settings/appearance");
    await alive(page);
    expect(await buildOf(page)).toBe(before);
    await expect(offer(page)).toHaveCount(0);
    await context.unroute("**/shell?version=*");
    // The browser may be busy with a look that has failed, and takes this one for the same.
    await expect(async () => {
      await look();
      await expect(offer(page)).toBeVisible({ timeout: 2_000 });
    }).toPass();
  });
  await server.kill();
  await server.run();
});

test("SYN-10 a version that cannot start gives way to a newer one with one reload", async ({ person, server }) => {
  test.slow();
  const { page } = await person("Ann");
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  const before = await buildOf(page);
  await keepAsScripts(page, BROKEN);
  await withChangedSite(async (TERTULIA_SITE) => {
    await server.kill();
    await server.run({ TERTULIA_SITE });
    await expect(offer(page)).toBeVisible({ timeout: 40_000 });
    expect(await buildOf(page)).toBe(before);
    await page.reload({ waitUntil: "commit" });
    await alive(page);
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
    expect(await buildOf(page)).not.toBe(before);
    await expect(offer(page)).toHaveCount(0);
  });
  await server.kill();
  await server.run();
});

test("SYN-10 a page of another version than the first that the device keeps hears of it", async ({ browser, server }) => {
  test.slow();
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  // The server is exchanged between the page and its worker.
  let pass = () => {};
  const exchanged = new Promise<void>((go) => (pass = go));
  await page.route(/\/tertulia[^/]*\.js$/, async (route) => {
    await exchanged;
    await route.continue();
  });
  await page.goto("/about", { waitUntil: "commit" });
  await page.waitForFunction(() => document.readyState !== "loading");
  const before = await buildOf(page);
  await withChangedSite(async (TERTULIA_SITE) => {
    await server.kill();
    await server.run({ TERTULIA_SITE });
    pass();
    await alive(page);
    await expect(offer(page)).toBeVisible({ timeout: 40_000 });
    expect(await buildOf(page)).toBe(before);
    await page.getByRole("button", { name: "Reload" }).click();
    await expect(page.locator("html")).not.toHaveAttribute("data-build", before);
    await alive(page);
    await expect(offer(page)).toHaveCount(0);
  });
  await context.close();
  await server.kill();
  await server.run();
});

function offer(page: Page): Locator {
  return page.getByRole("status").filter({ hasText: "A new version is ready." });
}

/** Of which version a page is. */
async function buildOf(page: Page): Promise<string> {
  return (await page.locator("html").getAttribute("data-build")) ?? "";
}

/** With a copy of the program's site in which one symbol is another: a new version, as devices see it. */
async function withChangedSite(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tertulia-site-"));
  try {
    cpSync(join(dirname(process.env.TERTULIA_PROGRAM ?? ""), "site"), folder, { recursive: true });
    appendFileSync(join(folder, "icon.svg"), "<!-- another -->\n");
    await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
