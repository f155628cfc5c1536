import type { Locator } from "@playwright/test";
import { alive, expect, test } from "../world/index.ts";
import { row, say, together } from "../world/talk.ts";

/** So many accents on one letter that they reach over the lines above. */
const TOWER = "\u0301".repeat(40);

test("QUA-7 whatever somebody wrote, the words before and behind it keep their places", async ({ page }) => {
  await page.goto("/dev/gallery");
  await alive(page);
  const lines = page.locator("section[aria-label=light] p").filter({ hasText: "Said by" });
  await expect(lines).toHaveCount(5);
  for (const line of await lines.all()) {
    const [before, words, behind, ...more] = await line.evaluate((line) =>
      [...line.childNodes]
        .filter((node) => node.nodeType !== Node.COMMENT_NODE && node.textContent)
        .map((node) => {
          const range = document.createRange();
          range.selectNode(node);
          const { left, right } = range.getBoundingClientRect();
          return { left, right };
        }),
    );
    expect(more).toEqual([]);
    expect(before.right).toBeLessThanOrEqual(words.left + 1);
    expect(words.right).toBeLessThanOrEqual(behind.left + 1);
  }
});

test("MSG-1 a name from before names had rules turns nothing, and is cut off where its line ends", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await together(ann, bob);
  await say(bob.page, `Hello${TOWER}`);
  await expect(row(ann.page, "Hello")).toBeVisible();
  await server.ask(`update accounts set display_name = 'Bob \u2069\u202eeeL${TOWER}' where handle = '${bob.handle}'`);

  const { page } = ann;
  await page.reload();
  await alive(page);
  const list = page.getByRole("navigation", { name: "Conversations" });
  await expect(list.locator("bdi").first()).toHaveText(`Bob eeL${TOWER}`);
  const heading = page.getByRole("heading", { level: 1, name: /^Bob eeL/ });
  for (const words of [list.locator("bdi").first(), list.locator("bdi").last(), heading, row(page, "Hello").locator("[data-body] p")]) {
    expect(await cut(words)).toBeLessThanOrEqual(36);
  }
  expect(await page.title()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);

  await page.goto(`/u/${bob.handle}`);
  await alive(page);
  await expect(heading).toBeVisible();
  expect(await cut(heading)).toBeLessThanOrEqual(40);
  await expect(page).toHaveTitle(/Bob eeL.* \(@/);
});

/** How high the box is that cuts off whatever of these words stands out of it. */
function cut(words: Locator): Promise<number> {
  return words.evaluate((element) => {
    let box: Element | null = element;
    while (box && !["hidden", "clip"].includes(getComputedStyle(box).overflowY)) box = box.parentElement;
    return box?.getBoundingClientRect().height ?? Infinity;
  });
}
