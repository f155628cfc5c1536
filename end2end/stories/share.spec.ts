import type { Locator, Page } from "@playwright/test";
import { visit } from "../world/group.ts";
import { accessible, expect, test } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { row, say, together } from "../world/talk.ts";

test.beforeAll(async ({ server }) => {
  await server.kill();
  await server.run({ TERTULIA_LINK_PREVIEWS: "on" });
});

test.afterAll(async ({ server }) => {
  await server.kill();
  await server.run();
});

function question(page: Page): Locator {
  return page.getByRole("dialog", { name: "Share", exact: true });
}

test("COM-9 an answer is shared to a conversation, where a card shows it and leads to its place", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const conversation = await together(ann, bob);
  await say(ann.page, "hello");
  const id = await published(bob, { title: "Where do we walk?" });
  const said = await answer(bob, id, "Along the **bridge**.");
  const page = await opened(ann, `/p/${id}`);
  const reply = page.getByRole("article", { name: /Answer by/ });
  await reply.getByRole("button", { name: "Share" }).first().click();
  const choice = question(page).getByRole("checkbox", { name: "Bob" });
  await expect(choice).toBeVisible();
  await accessible(page);
  await expect(question(page).getByRole("button", { name: "Share" })).toBeDisabled();
  await choice.check();
  await question(page).getByRole("button", { name: "Share" }).click();
  await expect(question(page)).toBeHidden();
  await expect(page.getByText("Shared with Bob.")).toBeVisible();
  await visit(bob.page, `/messages/${conversation}`);
  const link = row(bob.page, `/p/${id}/where-do-we-walk?at=answer-${said}#answer-${said}`);
  await expect(link).toBeVisible();
  await expect(link.locator("[data-preview]")).toContainText("Where do we walk?");
  await expect(link.locator("[data-preview]")).toContainText("Bob: Along the bridge.");
});

test("COM-9 what is shared without a network is sent once there is one", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const conversation = await together(ann, bob);
  await say(ann.page, "hello");
  const id = await published(ann, { kind: "post", title: "A walk" });
  const page = await opened(ann, `/p/${id}`);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(question(page).getByRole("checkbox", { name: "Bob" })).toBeVisible();
  await ann.context.setOffline(true);
  await question(page).getByRole("checkbox", { name: "Bob" }).check();
  await question(page).getByRole("button", { name: "Share" }).click();
  await expect(page.getByText(/Will be shared with Bob|Shared with Bob/)).toBeVisible();
  await ann.context.setOffline(false);
  await visit(bob.page, `/messages/${conversation}`);
  await expect(row(bob.page, `/p/${id}/a-walk`)).toBeVisible();
});

test("COM-9 SOC-4 a comment is reported, a moderator finds its place and deletes it, and the report still says what it was", async ({ person, server }) => {
  const [ann, bob, root] = [await person("Ann"), await person("Bob"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  const id = await published(ann);
  const words = `Buy pills of ${bob.handle}`;
  const said = await comment(bob, id, words);
  const page = await opened(ann, `/p/${id}`);
  const remark = page.getByRole("listitem").filter({ hasText: words });
  await remark.getByRole("button", { name: "Report" }).click();
  const dialog = page.getByRole("dialog", { name: "Report" });
  await expect(dialog.getByText("The moderators get this comment, as it is now.")).toBeVisible();
  await dialog.getByRole("button", { name: "Report", exact: true }).click();
  await expect(page.getByText("Thank you. The moderators will look at it.")).toBeVisible();
  await expect.poll(async () => (await (await root.context.request.get("/api/reports")).text()).includes(words)).toBe(true);

  await visit(root.page, "/admin/reports");
  const report = root.page.getByRole("article", { name: /^Report \d+$/ }).filter({ hasText: words });
  await expect(report.getByRole("link", { name: /Comment on/ })).toHaveAttribute("href", `/p/${id}/where-do-we-walk?at=comment-${said}#comment-${said}`);
  await accessible(root.page);
  await report.getByRole("button", { name: "Delete this comment" }).click();
  await expect(report.getByRole("button", { name: "Delete this comment" })).toHaveCount(0);
  await expect(report).toContainText(words);
  await expect(page.getByText(words)).toHaveCount(0);
  await expect(page.getByText("Deleted")).toBeVisible();
});

test("COM-9 who has no conversation is told so, and of a name that none has that", async ({ person }) => {
  const ann = await person("Ann");
  const page = await opened(ann, `/p/${await published(ann, { kind: "post", title: "A walk" })}`);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(question(page).getByText("You have no conversations yet. Find somebody by their name.")).toBeVisible();
  await question(page).getByRole("searchbox").fill("nobody of this name");
  await expect(question(page).getByText("Nobody of this name, and no conversation.")).toBeVisible();
});

test("COM-9 MSG-1 a post is shared with somebody with whom a conversation begins by that", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann, { kind: "post", title: "A walk" });
  const page = await opened(ann, `/p/${id}`);
  await page.getByRole("button", { name: "Share" }).click();
  await question(page).getByRole("searchbox").fill(bob.handle);
  await question(page).getByRole("checkbox", { name: "Bob" }).check();
  await accessible(page);
  const conversations = async () => (await (await bob.context.request.get("/api/conversations")).json()).items as { id: string }[];
  expect(await conversations(), "nothing has begun").toEqual([]);
  await question(page).getByRole("button", { name: "Share" }).click();
  await expect(page.getByText("Shared with Bob.")).toBeVisible();
  await expect.poll(async () => (await conversations()).length).toBe(1);
  await visit(bob.page, `/messages/${(await conversations())[0].id}`);
  await expect(row(bob.page, `/p/${id}/a-walk`)).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  await question(page).getByRole("searchbox").fill(bob.handle);
  await expect(question(page).getByRole("checkbox", { name: "Bob" })).toHaveCount(1);
});

test("COM-9 COM-11 without JavaScript a post is shared by a form, in a conversation that begins by it", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  const id = await published(bob, { kind: "post", title: "A walk" });
  const { page } = ann;
  await page.goto(`/p/${id}/a-walk`);
  await page.getByRole("link", { name: "Share" }).first().click();
  await expect(page.getByRole("region", { name: "What you share" })).toContainText(`${server.url}/p/${id}/a-walk`);
  await page.getByRole("searchbox", { name: /find/i }).fill(bob.handle);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: new RegExp(bob.handle) }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toHaveValue(new RegExp(`/p/${id}/a-walk`));
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("log")).toContainText(`/p/${id}/a-walk`);
});
