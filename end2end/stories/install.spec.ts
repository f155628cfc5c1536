import type { Page } from "@playwright/test";
import { held, keepingNothing } from "../world/device.ts";
import { pair } from "../world/fill.ts";
import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { composer, log, online, there } from "../world/talk.ts";

test("SYN-10 what a browser asks of an application that it installs is there", async ({ page, baseURL }) => {
  const manifest = await manifestOf(page);
  expect(manifest).toMatchObject({ name: "Tertulia", short_name: "Tertulia", id: "/", scope: "/", display: "standalone" });
  expect(new URL(manifest.start_url, baseURL).pathname).toBe("/messages");
  const seen = new Set<string>();
  for (const icon of manifest.icons) {
    const answer = await page.request.get(icon.src);
    expect(answer.headers()["content-type"], icon.src).toBe(icon.type);
    if (icon.type === "image/png") expect(sizeOf(await answer.body()), icon.src).toBe(icon.sizes);
    seen.add(`${icon.sizes} ${icon.purpose}`);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]));
  const worker = await page.request.get("/sw.js");
  expect(worker.headers()["cache-control"]).toBe("no-cache");
});

test("SYN-10 Chromium knows nothing against installing the application", async ({ person, lasting }) => {
  // In a browser that keeps what it has: one that forgets everything installs nothing.
  const { page, context } = await lasting(await person("Ann"));
  await page.goto("/messages");
  await alive(page);
  await kept(page);
  const session = await context.newCDPSession(page);
  expect((await session.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
  expect((await session.send("Page.getAppManifest")).errors).toEqual([]);
});

test("SYN-10 what another application shares stands in the field of the conversation that is chosen for it, and is not sent", async ({
  person,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  const { action, method, params } = (await manifestOf(page)).share_target;
  expect(method ?? "GET").toBe("GET");
  // As the browser asks for it.
  const shared = { [params.title]: "A walk", [params.text]: "by the sea", [params.url]: "https://example.org/walk" };
  await page.goto(`${action}?${new URLSearchParams(shared)}`);
  await alive(page);
  await page.getByRole("searchbox", { name: /find/i }).fill(bob.handle);
  await page.getByRole("button", { name: new RegExp(bob.handle) }).click();
  for (const words of [/by the sea/, /https:\/\/example\.org\/walk/]) await expect(composer(page)).toHaveValue(words);
  await expect(log(page).locator("[data-message]")).toHaveCount(0);
});

test("SYN-10 what is shared and too long to come along to the log-in waits for it, and comes whole into a new conversation", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const words = "by the sea ".repeat(300).trim();
  await page.goto(`/messages/new?${new URLSearchParams({ text: words })}`);
  await alive(page);
  await expect(page.getByRole("heading", { level: 1, name: "Log in to go on" })).toBeVisible();
  await accessible(page);
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Log in in a new tab" }).click();
  const tab = await opened;
  await alive(tab);
  await tab.getByLabel("Handle or e-mail").fill(ann.handle);
  await tab.getByLabel("Password", { exact: true }).fill(ann.password);
  await tab.getByRole("button", { name: "Log in" }).click();
  await expect(tab).toHaveURL(`${server.url}/`);
  await page.getByRole("link", { name: "Go on" }).click();
  await expect(page.getByRole("region", { name: "What you share" })).toContainText(words);
  await alive(page);
  await page.getByRole("searchbox", { name: /find/i }).fill(bob.handle);
  await page.getByRole("button", { name: new RegExp(bob.handle) }).click();
  await expect(composer(page)).toHaveValue(words);
  await expect(page).toHaveURL(/\/messages\/[0-9a-f-]+$/);
  await context.close();
});

test("MSG-4 SYN-11 what a link brings into the field is saved, and nobody is told that somebody writes before somebody does", async ({
  person,
  browser,
  server,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await bob.page.goto(`/messages/${id}`);
  await alive(bob.page);
  await online(bob.page);
  const page = await keepingNothing(browser, server.url, ann);
  const sent: string[] = [];
  page.on("websocket", (wire) => wire.on("framesent", ({ payload }) => sent.push(`${payload}`)));
  const signs = () => sent.filter((frame) => frame.includes('"typing"'));
  // The words join what is being written there once that is read: by then there is a connection to tell of it by.
  const release = await held(page, "**/rpc/list_drafts");
  const saved = page.waitForResponse((answer) => !!answer.request().postData()?.includes("by the sea"));
  await page.goto(`/messages/${id}?shared=by+the+sea`);
  await alive(page);
  await online(page);
  release();
  expect((await saved).ok()).toBe(true);
  await expect(composer(page)).toHaveValue("by the sea");
  expect(signs()).toEqual([]);
  await composer(page).pressSequentially("!");
  await expect(there(bob.page)).toHaveText("Ann is typing…");
  expect(signs()).not.toEqual([]);
  await page.context().close();
});

/** What a page says of the application that it belongs to. */
async function manifestOf(page: Page) {
  await page.goto("/about");
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  return (await page.request.get(address ?? "")).json();
}

/** Width and height, as the head of a PNG says them. */
function sizeOf(png: Buffer): string {
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}
