import { alive, expect, type Person, test } from "../world/index.ts";
import { notices } from "../world/notifications.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { stored } from "../world/store.ts";
import { v7 } from "../world/uuid.ts";

/** Somebody blocks somebody, or ends that, elsewhere. */
async function block(who: Person, whom: Person, method: "put" | "delete" = "put"): Promise<void> {
  const done = await who.context.request[method](`/api/accounts/${whom.handle}/block`, { headers: { Origin: who.origin } });
  expect(done.status(), await done.text()).toBe(204);
}

test("SOC-4 COM-6 COM-7 what somebody wrote whom one blocks goes at once from lists, also where one comes back to them, until that is over", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const tag = `walks-${v7().slice(-8)}`;
  const mill = await published(cleo, { title: "By the mill", tags: [tag] });
  await published(bob, { kind: "post", title: "Buy my book", tags: [tag] });
  const page = await opened(ann, `/tags/${tag}`);
  const titles = page.getByRole("feed").getByRole("article").getByRole("heading");
  await expect(titles).toHaveText(["Buy my book", "By the mill"]);
  await block(ann, bob);
  await expect(titles).toHaveText(["By the mill"]);
  await block(ann, bob, "delete");
  await expect(titles).toHaveText(["Buy my book", "By the mill"]);
  await page.getByRole("link", { name: "By the mill", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/p/${mill}/`));
  await block(ann, bob);
  await page.goBack();
  await expect(titles).toHaveText(["By the mill"]);
});

test("SOC-4 COM-2 COM-3 what somebody says in a thread whom one blocks goes at once with what stands on it, and what others say stays", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await published(cleo);
  await answer(bob, id, "Buy my book.");
  await answer(cleo, id, "Along the bridge.");
  await comment(bob, id, "It is cheap.");
  await comment(cleo, id, "Which river?");
  const page = await opened(ann, `/p/${id}`);
  await expect(page.getByRole("article", { name: "Answer by Bob" })).toBeVisible();
  await block(ann, bob);
  await expect(page.getByRole("article", { name: "Answer by Bob" })).toHaveCount(0);
  await expect(page.getByText("It is cheap.")).toHaveCount(0);
  await expect(page.getByRole("article", { name: "Answer by Cleo" })).toBeVisible();
  await expect(page.getByText("Which river?")).toBeVisible();
  const theirs = await published(bob, { title: "Where is my book?" });
  await block(ann, bob, "delete");
  await expect(page.getByRole("article", { name: "Answer by Bob" })).toBeVisible();
  await page.goto(`/p/${theirs}`);
  await alive(page);
  await expect(page.getByRole("heading", { level: 1, name: "Where is my book?" })).toBeVisible();
  await block(ann, bob);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});

test("SOC-4 NOT-2 what leads to a thread of somebody whom one blocks says its title no longer", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await published(bob, { title: "Where is my book?" });
  await comment(cleo, id, `Ask @${ann.handle}.`);
  const page = await opened(ann, "/notifications");
  const notice = notices(page).filter({ hasText: "Cleo mentioned you" });
  await expect(notice).toContainText("Where is my book?");
  await block(ann, bob);
  await expect(notice).toContainText("It is no longer there.");
  await expect(notice).not.toContainText("Where is my book?");
  await page.reload();
  await alive(page);
  await expect(notice).not.toContainText("Where is my book?");
});

test("SOC-4 SYN-7 whoever was blocked finds nothing any more of who did so in a thread that their browser keeps", async ({ person, server }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const title = `Where to, ${v7().slice(-8)}?`;
  const id = await published(cleo, { title });
  await answer(ann, id, "Along the bridge.");
  await answer(cleo, id, "By the mill.");
  // What was said right now may have been heard while the thread was read.
  await server.ask(`
    set session_replication_role = replica;
    update answers set at = at - interval '1 hour' where post_id = '${id}'`);
  const page = await opened(bob, `/p/${id}`);
  await expect(page.getByRole("article", { name: "Answer by Ann" })).toBeVisible();
  await expect.poll(async () => (await stored(page, "replicas")).some((text) => text.includes("Along the bridge."))).toBe(true);
  await block(ann, bob);
  await page.goto("/questions");
  await alive(page);
  await page.getByRole("link", { name: title, exact: true }).click();
  await expect(page.getByRole("article", { name: "Answer by Cleo" })).toBeVisible();
  await expect(page.getByRole("article", { name: "Answer by Ann" })).toHaveCount(0);
});
