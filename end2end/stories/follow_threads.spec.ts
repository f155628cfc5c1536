import { club, list, visit } from "../world/group.ts";
import { accessible, expect, test } from "../world/index.ts";
import { answer, answered, reply, said, thread } from "../world/threads.ts";

test("MSG-5 MSG-1 who follows a thread no longer finds it put away until they follow it, or answer again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  const entry = list(page).getByRole("link", { name: /Thread: where do we meet/ });
  const follow = thread(page).getByRole("button", { name: "Follow thread", exact: true });
  const unfollow = thread(page).getByRole("button", { name: "Unfollow thread", exact: true });
  await expect(entry).toHaveCount(1);
  await unfollow.click();
  await expect(entry).toHaveCount(0);
  await expect(follow).toBeFocused();
  await answered(bob, root, "or at home");
  await expect(answer(page, "or at home")).toBeVisible();
  await expect(entry).toHaveCount(0);
  await page.getByRole("button", { name: "Threads", exact: true }).click();
  await expect(page.getByText("You take part in no thread.")).toBeVisible();
  await accessible(page);
  await follow.click();
  await expect(entry).toContainText("or at home");
  await unfollow.click();
  await expect(entry).toHaveCount(0);
  await reply(page, "at home");
  await expect(entry).toContainText("at home");
  await expect(unfollow).toBeVisible();
});

test("MSG-5 SYN-8 a thread is followed no longer without a network, too", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page, context } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(answer(page, "by the river")).toBeVisible();
  await context.setOffline(true);
  await thread(page).getByRole("button", { name: "Unfollow thread" }).click();
  await expect(thread(page).getByRole("button", { name: "Follow thread", exact: true })).toBeVisible();
  await expect(list(page).getByRole("link", { name: /Thread: / })).toHaveCount(0);
  await context.setOffline(false);
  const stored = async () => {
    const { items } = await (await context.request.get("/api/conversations?thread=true&archived=true")).json();
    return items.map((conversation: { id: string }) => conversation.id);
  };
  await expect.poll(stored, { timeout: 40_000 }).toEqual([root]);
});

test("MSG-5 MSG-1 who only looks at a thread may follow it", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  const { page } = cleo;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(thread(page).getByText("No replies yet")).toBeVisible();
  await expect(thread(page).getByRole("button", { name: /follow thread/i })).toHaveCount(0);
  await answered(bob, root, "by the river");
  await thread(page).getByRole("button", { name: "Follow thread", exact: true }).click();
  const entry = list(page).getByRole("link", { name: /Thread: where do we meet/ });
  await expect(entry).toContainText("by the river");
  await visit(page, "/messages");
  await answered(bob, root, "or at home");
  await expect(entry.getByText("1", { exact: true })).toBeVisible();
});

test("MSG-5 MSG-1 the details of a thread have what one chooses for it, without JavaScript too, and no name to change", async ({
  person,
}) => {
  const ann = await person("Ann", { javaScriptEnabled: false });
  const [bob, cleo] = [await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page } = ann;
  await page.goto(`/messages/${root}/details`);
  await expect(page.getByText("Thread: where do we meet?").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: /name/i })).toHaveCount(0);
  for (const name of ["Muted", "Archived"]) await page.getByRole("switch", { name }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await answered(bob, root, "or at home");
  await page.goto("/messages?show=threads");
  await expect(page.getByText("You take part in no thread.")).toBeVisible();
  await cleo.page.goto(`/messages/${root}/details`);
  await expect(cleo.page.getByText("There is nothing here")).toBeVisible();
});
