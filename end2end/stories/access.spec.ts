import type { Locator } from "@playwright/test";
import { accessible, alive, expect, test } from "../world/index.ts";
import { say, together, row } from "../world/talk.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/** A page that runs no script and so never comes alive. */
const STILL = "/api/docs";

for (const colorScheme of ["light", "dark"] as const) {
  test(`QUA-7 axe finds nothing on any page, and none is wider than its window (${colorScheme})`, async ({ person, browser, server }) => {
    test.setTimeout(300_000);
    const [ann, bob] = [await person("Ann", { colorScheme }), await person("Bob")];
    const id = await together(ann, bob);
    await say(ann.page, "A first line");
    await expect(row(bob.page, "A first line")).toBeVisible();
    await say(bob.page, "An answer that is long enough to need more than one line on a small screen, I should think.");
    await expect(row(ann.page, "An answer")).toBeVisible();
    const stranger = await browser.newContext({ baseURL: server.url, colorScheme });
    const visitor = await stranger.newPage();
    const pages = [
      ...["/", "/login", "/signup", "/about", "/offline", STILL, `/u/${ann.handle}`, "/nowhere"].map((path) => ({ page: visitor, path })),
      ...["/messages", "/messages/new", `/messages/${id}`, `/u/${bob.handle}`, `/u/${ann.handle}`, "/logout", "/dev/gallery",
        "/settings/profile", "/settings/appearance", "/settings/privacy", "/settings/sessions", "/settings/keyboard"].map((path) => ({ page: ann.page, path })),
    ];
    for (const { page, path } of pages) {
      await page.goto(path);
      if (path !== STILL) await alive(page);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        await accessible(page);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wider, `${path} at ${size.width}`).toBeLessThanOrEqual(0);
        if (process.env.SCREENS) {
          const name = path.replaceAll("/", "_").replace(id, "conversation").replace(/_[0-9a-f]{8}$/, "");
          await page.screenshot({ path: `${process.env.SCREENS}/${colorScheme}-${size.width}${name}.png` });
        }
      }
    }
    await stranger.close();
  });
}

test("QUA-7 what a finger presses is at least 44 pixels wide and high", async ({ person }) => {
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const [ann, bob] = [await person("Ann", options), await person("Bob")];
  const id = await together(ann, bob);
  const { page } = ann;
  expect(await page.evaluate(() => matchMedia("(pointer: coarse)").matches)).toBe(true);
  const button = (name: RegExp) => page.getByRole("button", { name });
  const targets: [string, Locator[]][] = [
    ["/messages", [button(/^All$/), button(/^Unread/), button(/^Archived$/), page.getByRole("searchbox"), page.getByRole("link", { name: "New conversation" }).first()]],
    [`/messages/${id}`, [button(/^Send$/)]],
    [`/u/${bob.handle}`, [button(/^Message$/)]],
    [`/u/${ann.handle}`, [page.getByRole("link", { name: "Edit profile" })]],
    ["/settings/sessions", [button(/^Log out$/)]],
  ];
  for (const [path, pressed] of targets) {
    await page.goto(path);
    await alive(page);
    for (const target of pressed) {
      await expect(target).toBeVisible();
      const { width = 0, height = 0 } = (await target.boundingBox()) ?? {};
      expect(Math.min(width, height), `${path}: ${target}`).toBeGreaterThanOrEqual(44);
    }
  }
});
