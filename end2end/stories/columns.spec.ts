import type { Page } from "@playwright/test";
import { visit } from "../world/group.ts";
import { alive, expect, test } from "../world/index.ts";
import { published } from "../world/posts.ts";

/** How far from the left the column of a page begins, by the words of its first heading. */
async function left(page: Page): Promise<number> {
  const heading = page.getByRole("main").getByRole("heading").first();
  await expect(heading).toBeVisible();
  return heading.evaluate((heading) => {
    const words = document.createRange();
    words.selectNodeContents(heading);
    return words.getBoundingClientRect().left;
  });
}

for (const width of [1024, 1440]) {
  test(`QUA-7 the column that is read stands at the same place on all main pages (${width})`, async ({ person }) => {
    const ann = await person("Ann", { viewport: { width, height: 900 } });
    const { page } = ann;
    const post = await published(ann);
    await page.goto("/");
    await alive(page);
    const home = await left(page);
    for (const path of ["/questions", "/tags", "/tags/walks", "/bookmarks", "/notifications", "/new", "/suggestions", `/p/${post}`]) {
      await visit(page, path);
      expect(Math.abs((await left(page)) - home), path).toBeLessThan(1);
    }
  });
}
