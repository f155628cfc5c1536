import type { Page } from "@playwright/test";
import { fill, pair } from "../world/fill.ts";
import { choose, club, field, list, member, offered, visit } from "../world/group.ts";
import { accessible, expect, test } from "../world/index.ts";
import { device } from "../world/tabs.ts";
import { composer, editor, log, row, say } from "../world/talk.ts";

test("MSG-1 who owns a group says what it is called and about, and all in it see that at once", { tag: "@main" }, async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  await visit(bob.page, `/messages/${id}`);
  await visit(cleo.page, `/messages/${id}/details`);
  await visit(ann.page, `/messages/${id}`);
  await ann.page.getByRole("link", { name: "Details", exact: true }).click();
  await expect(ann.page).toHaveURL(new RegExp(`/messages/${id}/details$`));
  await field(ann.page, "Name").fill("Cooks");
  await field(ann.page, "What it is about").fill("Soups of the spring");
  await field(ann.page, "Link to more about it").fill("http://example.org");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(field(ann.page, "Link to more about it")).toHaveAccessibleDescription(/has to begin with https:/);
  await expect(field(ann.page, "Name")).toHaveValue("Cooks");
  await accessible(ann.page);
  await field(ann.page, "Link to more about it").fill("example.org/soups");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByText("Saved.")).toBeVisible();

  await expect(bob.page.getByRole("heading", { name: "Cooks" })).toBeVisible();
  await expect(bob.page.getByRole("link", { name: "Soups of the spring" })).toHaveAttribute("href", "https://example.org/soups");
  await expect(list(bob.page).getByRole("link", { name: /Cooks/ })).toBeVisible();
  await expect(cleo.page.getByText("Soups of the spring")).toBeVisible();
  await expect(field(cleo.page, "Name"), "a member reads").toHaveCount(0);
  await expect(field(cleo.page, "Add people")).toHaveCount(0);
  await expect(cleo.page.getByRole("button", { name: /^Options for (Ann|Bob)/ })).toHaveCount(0);
  await ann.page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(composer(ann.page)).toBeVisible();
});

test("MSG-1 people come in, get parts and go, each by who may, and all see it without a reload", { tag: "@main" }, async ({ person }) => {
  const [ann, bob, cleo, dan] = [await person("Ann"), await person("Bob"), await person("Cleo"), await person("Dan")];
  const id = await club(ann, bob, cleo);
  for (const { page } of [ann, bob, cleo]) await visit(page, `/messages/${id}/details`);
  await visit(dan.page, "/messages");
  expect(await offered(ann.page, "Bob")).toEqual(["Make admin", "Make owner", "Remove from the group"]);
  await choose(ann.page, "Bob", "Make admin");
  for (const { page } of [ann, bob, cleo]) await expect(member(page, "Bob")).toContainText("Admin");
  await accessible(ann.page);

  expect(await offered(bob.page, "Cleo"), "an admin gives no parts").toEqual(["Remove from the group"]);
  await expect(bob.page.getByRole("button", { name: "Options for Ann" })).toHaveCount(0);
  await field(bob.page, "Add people").fill(`@${dan.handle} nobody_of_this_name`);
  await bob.page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(field(bob.page, "Add people")).toHaveAccessibleDescription(/Nobody here is @nobody_of_this_name/);
  await field(bob.page, "Add people").fill(dan.handle.slice(0, -2));
  await bob.page.getByRole("button", { name: new RegExp(`Add Dan.*${dan.handle}`) }).click();
  for (const { page } of [ann, bob, cleo]) await expect(member(page, "Dan")).toBeVisible();
  await expect(field(bob.page, "Add people")).toHaveValue("");
  await list(dan.page).getByRole("link", { name: /Book club/ }).click();
  await expect(composer(dan.page)).toBeVisible();

  await choose(bob.page, "Dan", "Remove from the group");
  // At once, as the way back is offered for six seconds only.
  await Promise.all([
    expect(log(dan.page)).toHaveCount(0),
    expect(list(dan.page).getByRole("link", { name: /Book club/ })).toHaveCount(0),
    expect(member(cleo.page, "Dan")).toHaveCount(0),
  ]);
  await bob.page.getByRole("button", { name: "Undo" }).click();
  await expect(member(cleo.page, "Dan")).toBeVisible();

  await choose(ann.page, "Bob", "Make owner");
  await expect(member(cleo.page, "Bob")).toContainText("Owner");
  await choose(ann.page, "Ann", "Make admin, not owner");
  for (const { page } of [ann, bob, cleo]) await expect(member(page, "Ann")).toContainText("Admin");
  await expect(ann.page.getByRole("button", { name: "Options for Bob" })).toHaveCount(0);
});

test("MSG-1 whoever leaves is told what they lose and who follows, and the group goes from their list", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  await visit(bob.page, `/messages/${id}/details`);
  await visit(ann.page, `/messages/${id}/details`);
  await ann.page.getByRole("button", { name: "Leave the group" }).click();
  const question = ann.page.getByRole("dialog", { name: "Leave this group?" });
  await expect(question).toContainText("Nothing of it stays with you");
  await expect(question).toContainText("Bob will own the group.");
  await accessible(ann.page);
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(question).toBeHidden();
  await ann.page.getByRole("button", { name: "Leave the group" }).click();
  await question.getByRole("button", { name: "Leave", exact: true }).click();
  await expect(ann.page).toHaveURL(/\/messages$/);
  await expect(list(ann.page).getByRole("link", { name: /Book club/ })).toHaveCount(0);
  await expect(member(bob.page, "Bob")).toContainText("Owner");
  await expect(member(bob.page, "Ann")).toHaveCount(0);
  await ann.page.goto(`/messages/${id}/details`);
  await expect(ann.page.getByRole("heading", { name: "Details", exact: true })).toHaveCount(0);
});

test("MSG-1 COM-7 a tab keeps nothing that was left in a group that one is out of", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  const id = await club(bob, ann);
  await visit(bob.page, `/messages/${id}/details`);
  await visit(page, `/messages/${id}`);
  await say(page, "between us");
  await expect(row(page, "between us")).toHaveAttribute("data-state", /sent|delivered|read/);
  await composer(page).press("ArrowUp");
  await editor(page).fill("half an edit");
  await visit(page, "/messages");
  await expect(list(page).getByRole("link", { name: /Book club/ })).toBeVisible();
  const left = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  expect(await left()).toContain("half an edit");
  await choose(bob.page, "Ann", "Remove from the group");
  await expect(list(page).getByRole("link", { name: /Book club/ })).toHaveCount(0);
  await expect.poll(left).not.toContain("half an edit");
  for (const part of ["unsaved", "seen", "messages"]) expect(await left()).not.toContain(`${part} ${id}`);
});

test("MSG-1 SYN-8 from the list one pins, mutes and archives, at once and without a network, on all devices", async ({ person }) => {
  const [ann, bob, eve] = [await person("Ann"), await person("Bob"), await person("Eve")];
  const [first, second] = [await pair(bob, ann), await pair(eve, ann)];
  await fill(bob, first, 1, "from bob");
  await fill(eve, second, 1, "from eve");
  const { page, context } = ann;
  await visit(page, "/messages");
  const other = await device(ann);
  await visit(other, "/messages");
  const way = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ });
  const entries = (look: Page) => list(look).getByRole("link");
  await expect(way).toHaveAccessibleName("Messages, 2 unread");
  await expect(entries(page).first()).toContainText("Eve");
  await choose(page, "Bob", "Pin");
  for (const look of [page, other]) {
    await expect(entries(look).first()).toContainText("Bob");
    await expect(entries(look).first()).toHaveAccessibleName(/Pinned/);
  }
  await accessible(page);

  await context.setOffline(true);
  await choose(page, "Bob", "Mute");
  await expect(entries(page).first()).toHaveAccessibleName(/Muted/);
  await expect(way, "it calls no more").toHaveAccessibleName("Messages, 1 unread");
  await choose(page, "Eve", "Archive");
  await expect(list(page).getByRole("link", { name: /Eve/ })).toHaveCount(0);
  await expect(entries(page).first()).toBeFocused();
  await expect(list(other).getByRole("link", { name: /Eve/ }), "it has not left yet").toBeVisible();
  await context.setOffline(false);
  await expect(list(other).getByRole("link", { name: /Eve/ })).toHaveCount(0);
  await expect(entries(other).first()).toHaveAccessibleName(/Muted/);

  await page.getByRole("button", { name: "Archived", exact: true }).click();
  await expect(list(page).getByRole("link", { name: /Eve/ })).toHaveAccessibleName(/Archived/);
  await page.getByRole("button", { name: "All", exact: true }).click();
  await fill(eve, second, 1, "are you there");
  await expect(list(page).getByRole("link", { name: /Eve/ })).toContainText("are you there 1");
  await fill(bob, first, 1, "psst");
  await expect(entries(page).first()).toContainText("psst 1");
  await expect(way, "a muted one does not count").toHaveAccessibleName("Messages, 1 unread");
  const unread = page.getByRole("button", { name: /^Unread/ });
  await expect(unread, "nor does it in the number of the filter").toHaveText("Unread1");
  await unread.click();
  await expect(list(page).getByRole("link", { name: /Bob/ }), "what is unread is found there").toHaveAccessibleName(/Muted/);
  await expect(list(page).getByRole("link", { name: /Eve/ })).toBeVisible();
});

test("MSG-1 groups are a filter of the list, and who is in none is told so", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  await fill(bob, await pair(bob, ann), 1, "from bob");
  await visit(ann.page, "/messages");
  await ann.page.getByRole("button", { name: "Groups", exact: true }).click();
  await expect(ann.page.getByText("You are in no group.")).toBeVisible();
  await club(bob, ann);
  await expect(list(ann.page).getByRole("link")).toHaveCount(1);
  await expect(list(ann.page).getByRole("link")).toContainText("Book club");
  await expect(ann.page.getByText("You are in no group.")).toHaveCount(0);
});

test("MSG-1 a pair has details too: the way to the profile, what it is about, and what one chooses for it", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await visit(ann.page, `/messages/${id}/details`);
  await expect(ann.page.getByRole("link", { name: `@${bob.handle}` })).toHaveAttribute("href", `/u/${bob.handle}`);
  await expect(field(ann.page, "Name")).toHaveCount(0);
  await expect(ann.page.getByRole("button", { name: "Leave the group" })).toHaveCount(0);
  await ann.page.getByRole("switch", { name: "Muted" }).click();
  await expect(ann.page.getByRole("switch", { name: "Muted" })).toBeChecked();
  const muted = async () => {
    const answer = await ann.context.request.get(`/api/conversations/${id}`);
    return ((await answer.json()) as { mark: { muted: boolean } }).mark.muted;
  };
  await expect.poll(muted).toBe(true);
  for (const width of [390, 1440]) {
    await ann.page.setViewportSize({ width, height: 844 });
    await accessible(ann.page);
  }
});

test("MSG-1 without JavaScript a group is renamed, filled, muted and left by forms", async ({ person }) => {
  const ann = await person("Ann", { javaScriptEnabled: false });
  const [bob, cleo] = [await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob);
  const page = ann.page;
  await page.goto(`/messages/${id}`);
  await page.getByRole("link", { name: "Details", exact: true }).click();
  const title = page.getByRole("form", { name: "Name and subject" });
  await field(page, "Name").fill(" ");
  await title.getByRole("button", { name: "Save" }).click();
  await expect(field(page, "Name")).toHaveAccessibleDescription(/is needed/);
  await field(page, "Name").fill("Cooks");
  await title.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(new RegExp(`/messages/${id}/details$`));
  await expect(field(page, "Name")).toHaveValue("Cooks");
  await field(page, "Add people").fill(`@${cleo.handle}`);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await member(page, "Cleo").getByRole("button", { name: "Make admin" }).click();
  await expect(member(page, "Cleo")).toContainText("Admin");
  await member(page, "Bob").getByRole("button", { name: "Remove from the group" }).click();
  await expect(member(page, "Bob")).toHaveCount(0);
  await page.getByRole("switch", { name: "Muted" }).click();
  await page.getByRole("form", { name: "For you alone" }).getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("switch", { name: "Muted" })).toBeChecked();
  const leave = page.getByRole("form", { name: "Leave the group" });
  await expect(leave).toContainText("Cleo will own the group.");
  await leave.getByRole("button", { name: "Leave the group" }).click();
  await expect(page).toHaveURL(/\/messages$/);
  await expect(list(page).getByRole("link", { name: "New conversation" })).toBeVisible();
  await expect(list(page).getByRole("listitem")).toHaveCount(0);
});
