import { held } from "../world/device.ts";
import { post } from "../world/fill.ts";
import { club, list, visit } from "../world/group.ts";
import { accessible, alive, controlled, expect, type Person, test } from "../world/index.ts";
import { copied, stored } from "../world/store.ts";
import { composer, log, online, row } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** What is said of the group and in it. */
const OURS = /Book club|between us|without him/;

test("SYN-2 SYN-7 MSG-1 who is removed while there is no network is out of it once there is, and their device keeps nothing", async ({
  person,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page, context } = bob;
  await visit(page, `/messages/${id}`);
  await say(ann, id, "between us");
  await expect(row(page, "between us")).toBeVisible();
  await copied(bob, "between us");
  await context.setOffline(true);
  await remove(ann, id, bob);
  await say(ann, id, "without him");
  await expect(page.getByRole("status").filter({ hasText: /Offline|Reconnecting/ })).toBeVisible({ timeout: 40_000 });
  await expect(row(page, "between us")).toBeVisible();
  await context.setOffline(false);
  await expect(log(page)).toHaveCount(0);
  await expect(composer(page)).toHaveCount(0);
  await expect(list(page).getByRole("link", { name: /Book club/ })).toHaveCount(0);
  await expect(page.getByText(OURS)).toHaveText(["You are no longer in Book club."]);
  await expect.poll(async () => (await stored(page, "replicas")).join()).not.toMatch(OURS);
});

test("SYN-2 SYN-7 MSG-1 who is removed while they look at something else keeps nothing of the group, and reads nothing of it", async ({
  person,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page } = bob;
  await say(ann, id, "between us");
  await visit(page, `/messages/${id}`);
  await expect(row(page, "between us")).toBeVisible();
  await copied(bob, "between us");
  await visit(page, "/settings/appearance");
  const copies = async () => (await stored(page, "replicas")).join();
  expect(await copies()).toMatch(/Book club/);
  await remove(ann, id, bob);
  await expect.poll(copies).not.toMatch(OURS);
  for (const path of [`/api/conversations/${id}`, `/api/conversations/${id}/messages`]) {
    expect((await bob.context.request.get(path)).status(), path).toBe(404);
  }
  const sent = { id: v7(), conversation_id: id, body: "still here?" };
  const answer = await bob.context.request.post("/api/messages", { data: sent, headers: { Origin: bob.origin } });
  expect(answer.status()).toBe(404);
  await visit(page, `/messages/${id}`);
  await expect(log(page)).toHaveCount(0);
  await expect(page.getByText(OURS)).toHaveCount(0);
});

test("SYN-7 MSG-8 what was found in a group is gone from the page and the tab of who is removed from it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page } = bob;
  await say(ann, id, "between us");
  await visit(page, "/messages/search?words=between");
  const found = page.getByRole("link").filter({ hasText: "between us" });
  await expect(found.first()).toBeVisible();
  const kept = () => page.evaluate(() => sessionStorage.getItem("tertulia:entries") ?? "");
  await page.getByRole("link", { name: "New conversation" }).first().click();
  await expect(page.getByRole("heading", { name: "New conversation" })).toBeVisible();
  await page.goBack();
  await expect(found.first()).toBeVisible();
  await remove(ann, id, bob);
  await expect(page.getByText("between us")).toHaveCount(0);
  await page.getByRole("link", { name: "New conversation" }).first().click();
  await expect(page.getByRole("heading", { name: "New conversation" })).toBeVisible();
  await page.reload();
  expect(await kept()).not.toContain("between us");
});

test("MSG-1 SYN-7 who is removed while they write is told so, and has the group and their words again once they are brought back", async ({
  person,
}) => {
  const [ann, cleo] = [await person("Ann"), await person("Cleo")];
  const id = await club(ann, cleo);
  const { page } = cleo;
  await visit(page, `/messages/${id}`);
  await say(ann, id, "between us");
  await expect(row(page, "between us")).toBeVisible();
  await composer(page).pressSequentially("half a thought");
  await remove(ann, id, cleo);
  const heading = page.getByRole("heading", { level: 1, name: "You are no longer in Book club." });
  await expect(heading).toBeFocused();
  await expect(page).toHaveTitle(/You are no longer in Book club/);
  await expect(page.getByRole("link", { name: "Back to conversations" })).toHaveAttribute("href", "/messages");
  await expect(page.getByText("between us")).toHaveCount(0);
  await accessible(page);
  await bring(ann, id, cleo);
  await expect(row(page, "between us")).toBeVisible();
  await expect(composer(page)).toHaveValue("half a thought");
  await expect(page.getByText("What you write here is not kept.")).toHaveCount(0);

  await expect.poll(async () => (await stored(page, "operations")).join()).not.toContain("half a thought");
  await controlled(page);
  // What they type now comes before the server only once they are out, however long their removal takes.
  const release = await held(page, "**/rpc/operations");
  await composer(page).press("End");
  await composer(page).pressSequentially(" more");
  await remove(ann, id, cleo);
  await expect(heading).toBeVisible();
  release();
  await expect.poll(async () => (await stored(page, "operations")).join()).toContain("half a thought more");
  await page.reload();
  await alive(page);
  await expect(page.getByRole("heading", { level: 1, name: "There is nothing here" })).toBeVisible();
  await online(page);
  await bring(ann, id, cleo);
  await expect(row(page, "between us")).toBeVisible();
  await expect(composer(page)).toHaveValue("half a thought more");
});

test("MSG-1 QUA-7 who is busy elsewhere as they are removed hears it once, and stays there", async ({ person }) => {
  const [ann, cleo] = [await person("Ann"), await person("Cleo")];
  const id = await club(ann, cleo);
  const { page } = cleo;
  await visit(page, `/messages/${id}`);
  const find = page.getByRole("searchbox", { name: "Search conversations" });
  await find.focus();
  await remove(ann, id, cleo);
  await expect(page.getByRole("status").filter({ hasText: "You are no longer in Book club." })).toHaveCount(1);
  await expect(find).toBeFocused();
});

async function bring(owner: Person, id: string, { handle }: Person): Promise<void> {
  const path = `/api/conversations/${id}/participants/${handle}`;
  const answer = await owner.context.request.put(path, { data: { role: "member" }, headers: { Origin: owner.origin } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function say(person: Person, id: string, body: string): Promise<void> {
  await post(person, "/api/messages", { id: v7(), conversation_id: id, body });
}

async function remove(owner: Person, id: string, { handle }: Person): Promise<void> {
  const path = `/api/conversations/${id}/participants/${handle}`;
  const answer = await owner.context.request.delete(path, { headers: { Origin: owner.origin } });
  expect(answer.status()).toBe(204);
}
