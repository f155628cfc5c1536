import { alive, expect, kept, test } from "../world/index.ts";

test("SYN-10 what a browser asks of an application that it installs is there", async ({ page, baseURL }) => {
  await page.goto("/about");
  const address = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await page.request.get(address ?? "")).json();
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

/** Width and height, as the head of a PNG says them. */
function sizeOf(png: Buffer): string {
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}
