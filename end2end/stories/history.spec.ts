import { pair } from "../world/fill.ts";
import { alive, expect, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { log, online, together } from "../world/talk.ts";

/** Messages that were said. */
const HISTORY = 10_000;
/** Rows that may stand in the document. */
const MOST = 120;

test("MSG-6 a history of ten thousand keeps the document small and scrolls to its first message", async ({ person, server }) => {
  test.setTimeout(300_000);
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  // Neither looks while it is written.
  for (const { page } of [ann, bob]) await page.goto("about:blank");
  await past(server, ann, id, HISTORY);
  await ann.page.goto(`/messages/${id}`);
  await alive(ann.page);
  const rows = log(ann.page).locator("[data-message]");
  await expect(rows.last()).toContainText(`message ${HISTORY}`);
  const first = log(ann.page).getByText("message 1", { exact: true });
  await log(ann.page).hover();
  while (!(await first.count())) {
    await ann.page.mouse.wheel(0, -3000);
    await ann.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await rows.count()).toBeLessThanOrEqual(MOST);
  }
  await expect(first).toBeVisible();
});

test("MSG-6 keys scroll the log that has the focus as they scroll a page, to both ends", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 150);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  const [first, last] = ["message 1", "message 150"].map((words) => log(page).getByText(words, { exact: true }));
  await online(page);
  await expect(last).toBeInViewport();
  await log(page).focus();
  const height = await log(page).evaluate((log) => log.clientHeight);
  // From the end upwards.
  const place = () => log(page).evaluate((log) => -log.scrollTop);
  for (const [up, down] of [["PageUp", "PageDown"], ["Shift+Space", "Space"]]) {
    await page.keyboard.press(up);
    await expect.poll(place, up).toBeGreaterThan(0.8 * height);
    expect(await place(), up).toBeLessThan(height);
    await page.keyboard.press(down);
    await expect.poll(place, down).toBeLessThan(2);
  }
  // Older ones load at the first that is here, until there are none.
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(first).toBeInViewport({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("End");
  await expect(last).toBeInViewport();
  expect(await place()).toBeLessThan(2);
  await page.keyboard.press("Home");
  await expect(first).toBeInViewport();
  await expect(log(page)).toBeFocused();
});

test("MSG-6 who scrolls slowly leaves the end of a conversation too, and is not brought back to it", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await past(server, ann, id, 40);
  const { page } = ann;
  await page.goto(`/messages/${id}`);
  await alive(page);
  await expect(log(page).getByText("message 40", { exact: true })).toBeInViewport();
  await log(page).hover();
  for (let turn = 0; turn < 20; turn += 1) {
    await page.mouse.wheel(0, -4);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await expect.poll(() => log(page).evaluate((log) => -log.scrollTop)).toBeGreaterThan(70);
});
