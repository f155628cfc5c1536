import type { Page } from "@playwright/test";
import { post } from "../world/fill.ts";
import { club, list, visit } from "../world/group.ts";
import { accessible, alive, expect, test } from "../world/index.ts";
import { more } from "../world/profile.ts";
import { hits, send } from "../world/search.ts";
import { composer, log, row, say, there, together } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

/** What stands in the place of the field where one blocked the other one of a conversation. */
function instead(page: Page) {
  return page.getByText("Neither of you can write here.");
}

test("SOC-4 MSG-11 who is blocked is gone at once on every screen of who blocked them, and can say nothing until it is over", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(ann.page, "tea?");
  await say(bob.page, "buy my book");
  await expect(row(ann.page, "buy my book")).toBeVisible();
  await expect(there(bob.page)).toHaveText("online");
  const other = await ann.context.newPage();
  await visit(other, `/u/${bob.handle}`);
  await other.bringToFront();
  await more(other);
  await other.getByRole("button", { name: "Block Bob" }).click();
  await expect(other.getByRole("heading", { name: "You blocked Bob" })).toBeFocused();
  await accessible(other);
  await expect(instead(ann.page)).toBeVisible();
  await expect(composer(ann.page)).toHaveCount(0);
  await expect(row(ann.page, "buy my book")).toBeVisible();
  await accessible(ann.page);
  await row(ann.page, "buy my book").hover();
  await row(ann.page, "buy my book").getByRole("button", { name: "Message actions" }).click();
  await expect(row(ann.page, "buy my book").getByRole("menuitem", { name: "Copy text" })).toBeVisible();
  for (const act of ["Reply", "React", "Pin"]) {
    await expect(row(ann.page, "buy my book").getByRole("menuitem", { name: act })).toHaveCount(0);
  }
  await ann.page.keyboard.press("Escape");
  await row(ann.page, "tea?").hover();
  await row(ann.page, "tea?").getByRole("button", { name: "Message actions" }).click();
  await expect(row(ann.page, "tea?").getByRole("menuitem", { name: "Delete" })).toBeVisible();
  await expect(row(ann.page, "tea?").getByRole("menuitem", { name: "Edit" })).toHaveCount(0);
  await ann.page.keyboard.press("Escape");
  await expect(there(bob.page)).not.toHaveText("online");

  await say(bob.page, "why not?");
  await expect(row(bob.page, "why not?").getByRole("alert")).toContainText("You cannot write to this person.");
  await row(bob.page, "why not?").getByRole("button", { name: "Edit text" }).click();
  await expect(composer(bob.page)).toHaveValue("why not?");
  await bob.page.goto(`/u/${ann.handle}`);
  await expect(bob.page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();

  await ann.page.bringToFront();
  await ann.page.getByRole("button", { name: "Unblock" }).click();
  await expect(composer(ann.page)).toBeFocused();
  await expect(other.getByRole("article", { name: "Bob" })).toBeVisible();
  await visit(bob.page, `/messages/${id}`);
  await say(bob.page, "hello again");
  await expect(row(ann.page, "hello again")).toBeVisible();
});

test("SOC-4 what somebody says in a group is folded away for who blocked them, and for nobody else", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  await visit(ann.page, `/messages/${id}`);
  await visit(bob.page, `/messages/${id}`);
  await say(bob.page, "buy my book");
  await expect(row(ann.page, "buy my book")).toBeVisible();
  await row(ann.page, "buy my book").hover();
  await row(ann.page, "buy my book").getByRole("button", { name: "Message actions" }).click();
  await row(ann.page, "buy my book").getByRole("menuitem", { name: "Pin", exact: true }).click();
  const line = ann.page.getByRole("link", { name: /^Pinned: / });
  await expect(line).toHaveText("Pinned: buy my book");
  const answer = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(answer.status()).toBe(204);
  const folded = log(ann.page).getByText("Message from somebody you blocked");
  await expect(folded).toBeVisible();
  await expect(log(ann.page).getByText("buy my book")).toBeHidden();
  await expect(list(ann.page).getByText("Message from somebody you blocked")).toBeVisible();
  await expect(line).toHaveText("Pinned: Message from somebody you blocked");
  await accessible(ann.page);
  await folded.click();
  await expect(log(ann.page).getByText("buy my book")).toBeVisible();
  await visit(ann.page, "/messages/search?words=book");
  await expect(ann.page.getByText("No message with these words.").first()).toBeVisible();
  await expect(ann.page.getByRole("navigation", { name: "Messages found" }).getByText("buy my book")).toHaveCount(0);
  await visit(cleo.page, `/messages/${id}`);
  await expect(row(cleo.page, "buy my book")).toBeVisible();
});

test("SOC-4 MSG-8 COM-7 whoever comes back to what was found finds nothing of whom they blocked meanwhile, until that is over", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  const id = await club(ann, bob);
  await send(bob, id, "buy my book");
  const block = async (method: "put" | "delete") => {
    const answer = await ann.context.request[method](`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
    expect(answer.status()).toBe(204);
  };
  await visit(page, "/messages/search?words=book");
  await expect(hits(page)).toHaveCount(1);
  await hits(page).click();
  await expect(row(page, "buy my book")).toBeVisible();
  await block("put");
  await expect(log(page).getByText("Message from somebody you blocked")).toBeVisible();
  await page.goBack();
  await expect(page.getByText("No message with these words.").first()).toBeVisible();
  await expect(hits(page)).toHaveCount(0);
  await block("delete");
  await expect(hits(page)).toHaveText(/buy my book/);
  await block("put");
  await expect(hits(page)).toHaveCount(0);
});

test("SOC-4 ACC-9 whom one blocked stands among the settings, also without a network, and is unblocked there", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, "/settings/privacy");
  await expect(ann.page.getByText("You have blocked nobody.")).toBeVisible();
  await ann.page.goto(`/u/${bob.handle}`);
  await alive(ann.page);
  await ann.context.setOffline(true);
  await more(ann.page);
  await ann.page.getByRole("button", { name: "Block Bob" }).click();
  await expect(ann.page.getByRole("heading", { name: "You blocked Bob" })).toBeVisible();
  const seen = async () => (await bob.context.request.get(`/api/accounts/${ann.handle}`)).status();
  expect(await seen()).toBe(200);
  await ann.context.setOffline(false);
  await expect.poll(seen, { timeout: 30_000 }).toBe(404);
  await visit(ann.page, "/settings/privacy");
  const list = ann.page.getByRole("list", { name: "Blocked people" });
  await expect(list.getByRole("listitem")).toHaveText(new RegExp(`@${bob.handle}`));
  await accessible(ann.page);
  await list.getByRole("button", { name: "Unblock Bob" }).click();
  await expect(ann.page.getByText("You have blocked nobody.")).toBeVisible();
  await expect(ann.page.getByRole("heading", { name: "Blocked people" })).toBeFocused();
  await expect.poll(seen).toBe(200);
});

test("SOC-4 without JavaScript somebody is blocked and unblocked on their page", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { javaScriptEnabled: false }), await person("Bob")];
  await ann.page.goto(`/u/${bob.handle}`);
  await more(ann.page);
  await ann.page.getByRole("button", { name: "Block Bob" }).click();
  await expect(ann.page.getByRole("heading", { name: "You blocked Bob" })).toBeVisible();
  await ann.page.getByRole("button", { name: "Unblock Bob" }).click();
  await expect(ann.page.getByRole("article", { name: "Bob" })).toBeVisible();
});

test("ACC-9 who takes first words from nobody is begun no conversation with, and begins one themselves", { tag: "@main" }, async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, "/settings/privacy");
  await expect(ann.page.getByRole("radio", { name: "Everyone" })).toBeChecked();
  await ann.page.getByRole("radio", { name: "Nobody" }).check();
  await expect.poll(async () => (await (await ann.context.request.get("/api/me")).json()).settings.messages_from).toBe("nobody");
  await accessible(ann.page);
  await visit(bob.page, `/u/${ann.handle}`);
  await bob.page.getByRole("button", { name: "Message", exact: true }).click();
  await expect(bob.page.getByRole("alert").filter({ hasText: "You cannot write to this person." })).toBeVisible();
  const { id } = (await post(ann, "/api/conversations", { with: [bob.handle] })) as { id: string };
  await visit(ann.page, `/messages/${id}`);
  await say(ann.page, "hello bob");
  await visit(bob.page, `/messages/${id}`);
  await say(bob.page, "hello ann");
  await expect(row(ann.page, "hello ann")).toBeVisible();
});

test("SOC-4 MSG-5 in a thread of a conversation that is closed nobody writes, and in one of a group words are folded away", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const [id, group] = [await together(ann, bob), await club(ann, bob)];
  const said = async (conversation_id: string) => {
    const root = (await post(bob, "/api/messages", { id: v7(), conversation_id, body: "tea?" })) as { id: string };
    await post(bob, "/api/messages", { id: v7(), thread: root.id, body: "buy my book" });
    return `/messages/${conversation_id}/thread/${root.id}`;
  };
  const [between, among] = [await said(id), await said(group)];
  const thread = (page: Page) => page.getByRole("region", { name: "Thread" });
  await visit(bob.page, between);
  const answer = await ann.context.request.put(`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
  expect(answer.status()).toBe(204);
  await visit(ann.page, between);
  await expect(thread(ann.page).getByText("Neither of you can write here.")).toBeVisible();
  await expect(thread(ann.page).getByText("buy my book")).toBeVisible();
  await accessible(ann.page);
  await bob.page.getByRole("textbox", { name: "Reply", exact: true }).fill("why not?");
  await bob.page.keyboard.press("Enter");
  await expect(thread(bob.page).getByRole("alert")).toContainText("You cannot write to this person.");

  await visit(ann.page, among);
  await expect(thread(ann.page).locator("summary").filter({ hasText: "Message from somebody you blocked" })).toHaveCount(2);
  for (const words of ["tea?", "buy my book"]) await expect(thread(ann.page).getByText(words)).toBeHidden();
  await accessible(ann.page);
  await expect(ann.page.getByRole("textbox", { name: "Reply", exact: true })).toBeVisible();
});
