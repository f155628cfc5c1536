import type { Page } from "@playwright/test";
import { visit } from "../world/group.ts";
import { alive, expect, test } from "../world/index.ts";
import { refuse, still } from "../world/left.ts";
import { opened, published } from "../world/posts.ts";

/** What reads a person's page, or whom one may follow. */
const READ = /\/rpc\/(read_person|read_standing|read_earned|list_posts|read_suggestions)/;

/** Where a page is scrolled to, once it is a way down. */
async function scrolled(page: Page): Promise<number> {
  await expect(async () => {
    await page.mouse.wheel(0, 400);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(150);
  }).toPass();
  return page.evaluate(() => scrollY);
}

for (const who of ["a member", "a visitor"] as const) {
  test(`COM-7 COM-10 Back brings somebody's page to ${who} as it was left, without a request`, async ({ person, browser, server }) => {
    const [ann, bob] = [await person("Ann"), await person("Bob")];
    for (let number = 1; number <= 8; number++) await published(bob, { kind: "post", title: `Walk ${number}`, body: "On.\n\n".repeat(9) });
    const context = who === "a member" ? ann.context : await browser.newContext({ baseURL: server.url });
    const page = who === "a member" ? ann.page : await context.newPage();
    await page.setViewportSize({ width: 1280, height: 480 });
    await page.goto("/questions");
    await alive(page);
    await page.goto(`/u/${bob.handle}`);
    await alive(page);
    await expect(page.getByRole("region", { name: "Posts" }).getByRole("article")).toHaveCount(8);
    const place = await scrolled(page);
    const chosen = page.getByRole("link", { name: "Walk 5", exact: true });
    await chosen.focus();
    // The wheel may still turn.
    await still(chosen);
    const left = await page.evaluate(() => scrollY);
    expect(left).toBeGreaterThanOrEqual(Math.min(place, 100));
    await chosen.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Walk 5" })).toBeVisible();
    const asked = await refuse(page, READ);
    await page.goBack();
    await expect(chosen).toBeFocused();
    await expect(page.getByRole("region", { name: "Posts" }).getByRole("article")).toHaveCount(8);
    await expect.poll(async () => Math.abs((await page.evaluate(() => scrollY)) - left)).toBeLessThan(2);
    expect(asked).toEqual([]);
    if (who === "a visitor") await context.close();
  });
}

test("COM-7 SOC-3 Back brings whom one may follow, without a request", async ({ person }) => {
  const page = await opened(await person("Ann"), "/settings");
  await visit(page, "/suggestions");
  const heading = page.getByRole("main").getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  // Beside Home the same is read.
  const read = page.waitForResponse(/read_suggestions/);
  await page.getByRole("link", { name: "Home", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
  await read;
  const asked = await refuse(page, READ);
  await page.goBack();
  await expect(page).toHaveURL(/\/suggestions$/);
  await expect(heading).toBeVisible();
  expect(asked).toEqual([]);
});
