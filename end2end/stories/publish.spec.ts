import { pair, post } from "../world/fill.ts";
import { club, visit } from "../world/group.ts";
import { accessible, expect, type Person, test } from "../world/index.ts";
import { asked, asking, begin, entry, request } from "../world/publish.ts";
import { online, row, together } from "../world/talk.ts";
import { answer, answered, said } from "../world/threads.ts";
import { v7 } from "../world/uuid.ts";

test("COM-9 what both allow of a thread is a question that names them, and leads back only those who were there", { tag: "@main" }, async ({
  person,
}) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const conversation = await together(ann, bob);
  const { root } = await asked(ann, bob, conversation);
  await expect(asking(ann.page).getByRole("button", { name: "Publish" })).toBeDisabled();
  await expect(request(bob.page), "nothing of what ann said").not.toContainText("where do we walk?");
  for (const { page } of [ann, bob]) await accessible(page);
  await visit(cleo.page, "/questions");
  await expect(cleo.page.getByText("Where to walk?")).toHaveCount(0);

  await request(bob.page).getByRole("button", { name: "Allow" }).click();
  await expect(request(bob.page)).toContainText("You allowed this.");
  await expect(asking(ann.page)).toContainText("Bob allows it.");
  await asking(ann.page).getByRole("button", { name: "Publish" }).click();
  const address = await entry(ann.page);
  expect(await entry(bob.page)).toBe(address);
  for (const [{ page }, leads] of [[bob, 1], [cleo, 0]] as [Person, number][]) {
    await visit(page, address);
    await expect(page.getByText(`From a conversation between @${ann.handle} and @${bob.handle}.`)).toBeVisible();
    await expect(page.locator("blockquote").filter({ hasText: "by the river" })).toBeVisible();
    await expect(page.getByRole("link", { name: "a conversation of yours" })).toHaveCount(leads);
  }
  await expect(cleo.page.locator("body")).not.toContainText(root);
  await bob.page.getByRole("link", { name: "a conversation of yours" }).click();
  await expect(row(bob.page, "by the river")).toBeVisible();
});

test("COM-9 who is asked in a thread finds a line in the conversation that leads there, until they have answered", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const conversation = await together(ann, bob);
  const { thread } = await asked(ann, bob, conversation);
  await visit(bob.page, `/messages/${conversation}`);
  const line = bob.page.getByRole("list", { name: "Asked in threads" }).getByRole("link", { name: "Ann wants to publish what you said." });
  await expect(line).toHaveAttribute("href", thread);
  await accessible(bob.page);
  await line.click();
  await request(bob.page).getByRole("button", { name: "Allow" }).click();
  await expect(request(bob.page)).toContainText("You allowed this.");
  await expect(line).toHaveCount(0);
});

test("COM-9 what somebody declines is left out", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(ann, bob, await together(ann, bob));
  await request(bob.page).getByRole("button", { name: "Decline" }).click();
  await expect(request(bob.page)).toHaveCount(0);
  await expect(asking(ann.page)).toContainText("Bob does not want it. It is left out.");
  await asking(ann.page).getByRole("button", { name: "Publish" }).click();
  await visit(bob.page, await entry(ann.page));
  await expect(bob.page.getByText(`What @${ann.handle} said in a conversation.`)).toBeVisible();
  await expect(bob.page.getByText("by the river")).toHaveCount(0);
});

test("COM-9 MSG-5 what is edited after consent is left out", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { root } = await asked(ann, bob, await together(ann, bob));
  await request(bob.page).getByRole("button", { name: "Allow" }).click();
  await expect(asking(ann.page)).toContainText("Bob allows it.");
  const history = await bob.context.request.get(`/api/messages/${root}/thread`);
  const [words] = (await history.json()).items as { id: string }[];
  await post(bob, `/api/messages/${words?.id}`, { body: "at home" }, "patch");
  await expect(asking(ann.page)).toContainText("Bob changed it, or cannot be asked. It is left out.");
  await expect(request(bob.page)).toHaveCount(0);
  await asking(ann.page).getByRole("button", { name: "Publish" }).click();
  await visit(bob.page, await entry(ann.page));
  for (const left of ["by the river", "at home"]) await expect(bob.page.getByText(left)).toHaveCount(0);
});

test("COM-9 SYN-8 consent without a network is given once there is one, and once", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await asked(ann, bob, await together(ann, bob));
  await bob.context.setOffline(true);
  await request(bob.page).getByRole("button", { name: "Allow" }).click();
  await expect(request(bob.page)).toContainText("You allowed this.");
  await expect(asking(ann.page)).toContainText("Bob has not answered yet.");
  await bob.context.setOffline(false);
  await online(bob.page);
  await expect(asking(ann.page)).toContainText("Bob allows it.");
  const told = await server.ask(
    `select p.version from tertulia.publications p join tertulia.accounts a on a.id = p.account_id where a.handle = '${ann.handle}'`,
  );
  expect(told, "asked for, and answered once").toEqual(["3"]);
});

test("COM-9 SOC-4 nobody else in a group reads anything of it before", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const { thread } = await asked(ann, bob, await club(ann, bob, cleo));
  await visit(cleo.page, thread);
  await expect(answer(cleo.page, "by the river")).toBeVisible();
  const listed = await cleo.context.request.get("/api/publications");
  expect((await listed.json()).items).toEqual([]);
  await request(bob.page).getByRole("button", { name: "Allow" }).click();
  await asking(ann.page).getByRole("button", { name: "Publish" }).click();
  await entry(cleo.page);
});

test("COM-9 what is all one's own becomes an answer at once", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const conversation = await together(ann, bob);
  const question = v7();
  await post(bob, "/api/posts", { id: question, kind: "question", title: "Where to?", body: "Where?", tags: [] });
  await said(ann, conversation, "over the hill");
  const dialog = await begin(ann.page, row(ann.page, "over the hill"));
  await dialog.getByRole("radio", { name: "Answer", exact: true }).check();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByText("Choose a question, or paste its link.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Question" }).fill(`${ann.origin}/p/${question}/where-to`);
  await accessible(ann.page);
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog).toBeHidden();
  await ann.page.getByRole("link", { name: "Published as an answer" }).click();
  await expect(ann.page.locator("blockquote").filter({ hasText: "over the hill" })).toBeVisible();
});

/** What ann and bob said in a thread is a question; its address. */
async function published(ann: Person, bob: Person): Promise<string> {
  await asked(ann, bob, await together(ann, bob));
  await request(bob.page).getByRole("button", { name: "Allow" }).click();
  await expect(asking(ann.page)).toContainText("Bob allows it.");
  await asking(ann.page).getByRole("button", { name: "Publish" }).click();
  return entry(ann.page);
}

test("COM-9 COM-1 what others allowed stays as it is when its author edits, and title and tags do not", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await visit(ann.page, await published(ann, bob));
  await ann.page.getByRole("link", { name: "Edit" }).click();
  const form = ann.page.getByRole("form", { name: "Edit this post" });
  await expect(form.getByText("What is said here stays as those who are quoted allowed it.")).toBeVisible();
  await expect(form.getByRole("textbox", { name: "Text" })).toHaveCount(0);
  await accessible(ann.page);
  await form.getByRole("textbox", { name: "Title" }).fill("Where did we walk?");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByRole("heading", { name: "Where did we walk?" })).toBeVisible();
  const id = /[0-9a-f-]{36}/.exec(ann.page.url())?.[0] ?? "";
  const forged = await ann.context.request.patch(`/api/posts/${id}`, {
    data: { body: "mine" },
    headers: { Origin: ann.origin },
  });
  expect([forged.status(), (await forged.json()).rule]).toEqual([422, "quoted"]);
});

test("COM-9 whoever is quoted takes out what they said, for all who look", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const address = await published(ann, bob);
  for (const { page } of [ann, bob]) await visit(page, address);
  await expect(ann.page.getByRole("button", { name: "Take out what I said" })).toHaveCount(0);
  await accessible(bob.page);
  await bob.page.getByRole("button", { name: "Take out what I said" }).click();
  for (const { page } of [bob, ann]) {
    await expect(page.getByText(`What @${ann.handle} said in a conversation.`)).toBeVisible();
    await expect(page.getByText("by the river")).toHaveCount(0);
  }
});

test("COM-9 QUA-7 the question that is answered is chosen from a list by keys, and one that is not there loses nothing", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const conversation = await together(ann, bob);
  const title = `Which way to ${bob.handle}?`;
  await post(bob, "/api/posts", { id: v7(), kind: "question", title, body: "Where?", tags: [] });
  const root = await said(ann, conversation, "over the hill");
  await answered(ann, root, "and down again");
  await visit(ann.page, `/messages/${conversation}/thread/${root}`);
  const dialog = await begin(ann.page, answer(ann.page, "and down again"));
  await dialog.getByRole("checkbox", { name: /and down again/ }).uncheck();
  await dialog.getByRole("radio", { name: "Answer", exact: true }).check();
  const field = dialog.getByRole("textbox", { name: "Question" });
  await field.fill(`${ann.origin}/p/${v7()}/nowhere`);
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByText("There is no such question. Choose another one.")).toBeVisible();
  await expect(field).toBeFocused();
  await expect(dialog.getByRole("checkbox", { name: /and down again/ })).not.toBeChecked();
  await expect(dialog.getByRole("radio", { name: "Answer", exact: true })).toBeChecked();

  await field.fill(bob.handle);
  await expect(dialog.getByRole("status").filter({ hasText: "1 question" })).toBeVisible();
  await accessible(ann.page);
  await field.press("Enter");
  await expect(dialog.getByRole("radio", { name: new RegExp(bob.handle) })).toBeChecked();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog).toBeHidden();
  await ann.page.getByRole("link", { name: "Published as an answer" }).click();
  await expect(ann.page.locator("blockquote").filter({ hasText: "over the hill" })).toBeVisible();
  await expect(ann.page.getByText("and down again")).toHaveCount(0);
});

test("COM-9 SYN-8 what is refused once there is a network again is chosen again with all that was chosen", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const conversation = await together(ann, bob);
  const root = await said(ann, conversation, "over the hill");
  await answered(ann, root, "and down again");
  await visit(ann.page, `/messages/${conversation}/thread/${root}`);
  const dialog = await begin(ann.page, answer(ann.page, "and down again"));
  await ann.context.setOffline(true);
  await dialog.getByRole("checkbox", { name: /and down again/ }).uncheck();
  await dialog.getByRole("radio", { name: "Answer", exact: true }).check();
  await dialog.getByRole("textbox", { name: "Question" }).fill(`${ann.origin}/p/${v7()}/nowhere`);
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog).toBeHidden();
  await ann.context.setOffline(false);
  await ann.page.getByRole("button", { name: "Choose again" }).click();
  await expect(dialog.getByText("There is no such question. Choose another one.")).toBeVisible();
  await expect(dialog.getByRole("checkbox", { name: /over the hill/ })).toBeChecked();
  await expect(dialog.getByRole("checkbox", { name: /and down again/ })).not.toBeChecked();
});

test("COM-9 on a phone the question is chosen from one's own", async ({ person }) => {
  const [ann, bob] = [await person("Ann", { viewport: { width: 360, height: 740 } }), await person("Bob")];
  const conversation = await together(ann, bob);
  await post(ann, "/api/posts", { id: v7(), kind: "question", title: `Mine, says ${ann.handle}`, body: "Where?", tags: [] });
  await said(ann, conversation, "over the hill");
  const dialog = await begin(ann.page, row(ann.page, "over the hill"));
  await dialog.getByText("Answer", { exact: true }).click();
  await dialog.getByText("Yours", { exact: true }).click();
  await dialog.getByText(`Mine, says ${ann.handle}`).click();
  await accessible(ann.page);
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog).toBeHidden();
  await expect(ann.page.getByRole("link", { name: "Published as an answer" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("COM-9 what was said is asked for, allowed, published and led back from by forms and links", async ({ person }) => {
    const plain = { javaScriptEnabled: false };
    const [ann, bob] = [await person("Ann", plain), await person("Bob", plain)];
    const conversation = await pair(ann, bob);
    const root = await said(ann, conversation, "where do we walk?");
    await answered(bob, root, "by the river");
    await ann.page.goto(`/messages/${conversation}/thread/${root}`);
    await ann.page.getByRole("link", { name: "Turn into a question or an answer" }).click();
    await ann.page.getByRole("textbox", { name: "Title" }).fill("Where to walk?");
    await ann.page.getByRole("button", { name: "Ask for consent" }).click();
    await expect(asking(ann.page)).toContainText("Bob has not answered yet.");

    await bob.page.goto("/messages");
    await bob.page.getByRole("link", { name: "To be published" }).click();
    await expect(request(bob.page)).toContainText("by the river");
    await request(bob.page).getByRole("button", { name: "Allow" }).click();
    await expect(request(bob.page)).toContainText("You allowed this.");

    await ann.page.goto("/messages/publishing");
    await asking(ann.page).getByRole("button", { name: "Publish" }).click();
    await expect(asking(ann.page)).toHaveCount(0);
    await bob.page.goto("/questions");
    await bob.page.getByRole("link", { name: "Where to walk?" }).first().click();
    await expect(bob.page.locator("blockquote").filter({ hasText: "by the river" })).toBeVisible();
    await bob.page.getByRole("link", { name: "a conversation of yours" }).click();
    await expect(bob.page).toHaveURL(new RegExp(root));
    await bob.page.goBack();
    await bob.page.getByRole("button", { name: "Take out what I said" }).click();
    await expect(bob.page.getByText("by the river")).toHaveCount(0);
  });
});
