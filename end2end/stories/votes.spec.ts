import type { Page } from "@playwright/test";
import { alive, expect, test } from "../world/index.ts";
import { opened, published, votes } from "../world/posts.ts";
import { refuse } from "../world/refusal.ts";
import { device } from "../world/tabs.ts";
import { online } from "../world/talk.ts";

/** The button that keeps the post of a page. */
function bookmark(page: Page) {
  return page.getByRole("button", { name: "Bookmark" });
}

test("COM-4 a vote counts at once, is seen live, and can be changed and taken back by keys", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const [hers, his] = [await opened(ann, `/p/${id}`), await opened(bob, `/p/${id}`)];
  const [seen, cast] = [votes(hers), votes(his)];
  await expect(seen.up).toBeDisabled();
  await cast.up.focus();
  await his.keyboard.press("Enter");
  await expect(cast.up).toHaveAttribute("aria-pressed", "true");
  await cast.score(1);
  await seen.score(1);
  await cast.down.click();
  await expect(cast.up).toHaveAttribute("aria-pressed", "false");
  await cast.score(-1);
  await seen.score(-1);
  await cast.down.click();
  await expect(cast.down).toHaveAttribute("aria-pressed", "false");
  await cast.score(0);
  await seen.score(0);
});

test("COM-4 a vote that is refused is taken off the score again, with a word", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await refuse(bob.page, "vote.cast");
  const page = await opened(bob, `/p/${id}`);
  const cast = votes(page);
  await cast.up.click();
  await expect(page.getByText(/Your vote was not counted/)).toBeVisible();
  await cast.score(0);
  await expect(cast.up).toHaveAttribute("aria-pressed", "false");
});

test("COM-4 a vote cast without a network is there again after a reload once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const page = await opened(bob, `/p/${id}`);
  await bob.context.setOffline(true);
  await votes(page).up.click();
  await votes(page).score(1);
  await bob.context.setOffline(false);
  await expect.poll(async () => (await (await ann.context.request.get(`/api/posts/${id}`)).json()).post.score, { timeout: 30_000 }).toBe(1);
  await page.reload();
  await alive(page);
  await votes(page).score(1);
  await expect(votes(page).up).toHaveAttribute("aria-pressed", "true");
});

test("COM-4 SYN-11 how one votes and what one keeps shows on one's other devices, and nobody else's", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  const [hers, his] = [await opened(ann, `/p/${id}`), await opened(bob, `/p/${id}`)];
  const other = await device(bob);
  await online(other);
  await votes(his).up.click();
  await expect(votes(other).up).toHaveAttribute("aria-pressed", "true");
  await votes(other).score(1);
  await votes(other).down.click();
  await expect(votes(his).down).toHaveAttribute("aria-pressed", "true");
  await expect(votes(his).up).toHaveAttribute("aria-pressed", "false");
  await votes(his).score(-1);
  await votes(hers).score(-1);
  await expect(votes(hers).down).toHaveAttribute("aria-pressed", "false");
  await bookmark(his).click();
  await expect(bookmark(other)).toHaveAttribute("aria-pressed", "true");
  await bookmark(other).click();
  await expect(bookmark(his)).toHaveAttribute("aria-pressed", "false");
  await expect(bookmark(hers)).toHaveAttribute("aria-pressed", "false");

  await other.goto("/bookmarks");
  await alive(other);
  await online(other);
  await bookmark(his).click();
  await expect(other.getByRole("link", { name: "Where do we walk?" })).toBeVisible();
  await bookmark(his).click();
  await expect(other.getByRole("link", { name: "Where do we walk?" })).toHaveCount(0);
});
