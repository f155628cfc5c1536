import { visit } from "../world/group.ts";
import { accessible, alive, expect, type Person, test } from "../world/index.ts";
import { bell, follow, notices } from "../world/notifications.ts";
import { answer, opened, published } from "../world/posts.ts";
import { more } from "../world/profile.ts";
import { row, say, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** Somebody mutes somebody, or ends that. */
async function mute(who: Person, whom: Person, method: "put" | "delete" = "put"): Promise<void> {
  const done = await who.context.request[method](`/api/accounts/${whom.handle}/mute`, { headers: { Origin: who.origin } });
  expect(done.status(), await done.text()).toBe(204);
}

test("SOC-4 COM-6 what somebody posts whom one mutes goes from the lists on every screen, and stands on their own page", { tag: "@main" }, async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const tag = `walks-${v7().slice(-8)}`;
  await published(cleo, { kind: "post", title: "By the mill", tags: [tag] });
  await published(bob, { kind: "post", title: "Buy my book", tags: [tag] });
  const page = await opened(ann, `/tags/${tag}`);
  const titles = page.getByRole("feed").getByRole("article").getByRole("heading");
  await expect(titles).toHaveText(["Buy my book", "By the mill"]);
  const other = await ann.context.newPage();
  await visit(other, `/u/${bob.handle}`);
  await more(other);
  await other.getByRole("button", { name: "Mute Bob" }).click();
  await expect(other.getByRole("button", { name: "Mute Bob" })).toBeHidden();
  await expect(other.getByRole("status").filter({ hasText: "You muted Bob" })).toBeVisible();
  await more(other);
  await expect(other.getByRole("button", { name: "Unmute Bob" })).toBeVisible();
  await accessible(other);
  await expect(titles).toHaveText(["By the mill"]);
  await published(bob, { kind: "post", title: "Buy it now", tags: [tag] });
  await published(cleo, { kind: "post", title: "Over the hill", tags: [tag] });
  await page.getByRole("button", { name: "1 new post" }).click();
  await expect(titles).toHaveText(["Over the hill", "By the mill"]);
  await page.reload();
  await alive(page);
  await expect(titles).toHaveText(["Over the hill", "By the mill"]);
  await page.goto(`/u/${bob.handle}`);
  await alive(page);
  await expect(titles).toHaveText(["Buy it now", "Buy my book"]);
  const theirs = await opened(bob, `/u/${ann.handle}`);
  await expect(theirs.getByRole("article", { name: "Ann" })).toBeVisible();
  await expect(theirs.getByText("muted")).toHaveCount(0);
});

test("SOC-4 NOT-1 nothing is told of what somebody does whom one mutes, and they are told as before", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const question = await published(ann);
  await mute(ann, bob);
  const page = await opened(ann, "/notifications");
  await answer(bob, question, "Along the bridge.");
  await follow(bob, ann);
  await follow(cleo, ann);
  await expect(notices(page).filter({ hasText: "Cleo followed you" })).toBeVisible();
  await expect(notices(page).filter({ hasText: "Bob" })).toHaveCount(0);
  await follow(ann, bob);
  const theirs = await opened(bob, "/notifications");
  await expect(notices(theirs).filter({ hasText: "Ann followed you" })).toBeVisible();
  await expect(bell(theirs)).toHaveAccessibleName(/unread/);
});

test("SOC-4 what somebody says whom one mutes comes into a conversation as before", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await mute(ann, bob);
  await together(ann, bob);
  await say(bob.page, "tea?");
  await expect(row(ann.page, "tea?")).toBeVisible();
});

test("SOC-4 ACC-9 whom one muted stands among the settings, also without a network, and is unmuted there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, "/settings/privacy");
  await expect(ann.page.getByText("You have muted nobody.")).toBeVisible();
  await ann.page.goto(`/u/${bob.handle}`);
  await alive(ann.page);
  await ann.context.setOffline(true);
  await more(ann.page);
  await ann.page.getByRole("button", { name: "Mute Bob" }).click();
  await expect(ann.page.getByText("You muted Bob")).toBeVisible();
  const muted = async () => ((await (await ann.context.request.get("/api/mutes")).json()) as { total: number }).total;
  expect(await muted()).toBe(0);
  await ann.context.setOffline(false);
  await expect.poll(muted, { timeout: 30_000 }).toBe(1);
  await visit(ann.page, "/settings/privacy");
  const list = ann.page.getByRole("list", { name: "Muted people" });
  await expect(list.getByRole("listitem")).toHaveText(new RegExp(`@${bob.handle}`));
  await accessible(ann.page);
  await list.getByRole("button", { name: "Unmute Bob" }).click();
  await expect(ann.page.getByText("You have muted nobody.")).toBeVisible();
  await expect(ann.page.getByRole("heading", { name: "Muted people" })).toBeFocused();
  await expect.poll(muted).toBe(0);
});

test("SOC-4 without JavaScript somebody is muted and unmuted on their page", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  await ann.page.goto(`/u/${bob.handle}`);
  await more(ann.page);
  await ann.page.getByRole("button", { name: "Mute Bob" }).click();
  await expect(ann.page.getByText("You muted Bob")).toBeVisible();
  await more(ann.page);
  await ann.page.getByRole("button", { name: "Unmute Bob" }).click();
  await more(ann.page);
  await expect(ann.page.getByRole("button", { name: "Mute Bob", exact: true })).toBeVisible();
  await expect(ann.page.getByText("You muted Bob")).toHaveCount(0);
});
