import { fill, post } from "../world/fill.ts";
import { choose, club, field, list, member, visit } from "../world/group.ts";
import { accessible, alive, expect, kept, test } from "../world/index.ts";
import { copied } from "../world/store.ts";
import { composer } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

test("MSG-1 QUA-7 menus go by what a group and its people are called by now, set apart from the words around that", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(bob, ann);
  const { page } = bob;
  await visit(page, `/messages/${id}/details`);
  const menu = (name: string) => page.getByRole("button", { name: `Options for ${name}`, exact: true });
  for (const name of ["Ann", "Book club"]) await expect(menu(name)).toHaveCount(1);
  await post(ann, "/api/me", { profile: { display_name: "דנה" } }, "patch");
  await post(bob, `/api/conversations/${id}`, { name: "نادي الكتاب" }, "patch");
  for (const name of ["דנה", "نادي الكتاب"]) await expect(menu(`\u2068${name}\u2069`)).toHaveCount(1);
});

test("MSG-1 QUA-7 who opens the details beside the list is led to their heading, not to that of the list", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, `/messages/${id}`);
  await page.getByRole("link", { name: "Details" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(["Details"]);
  await expect(page.getByRole("heading", { name: "Details" })).toBeFocused();
  await expect(list(page).getByRole("link", { name: /Book club/ })).toBeVisible();
});

test("SYN-7 SYN-10 the details of a group are drawn without a network from what this device keeps, and where that is nothing it says so", async ({
  person,
}) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page, context } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await fill(bob, id, 1, "hello");
  await visit(page, `/messages/${id}`);
  await copied(ann, "hello 1");
  await context.setOffline(true);
  await page.goto(`/messages/${id}/details`);
  await alive(page);
  await expect(page.getByRole("heading", { level: 1, name: "Details" })).toBeVisible();
  await expect(member(page, "Bob")).toBeVisible();
  await expect(field(page, "Name")).toHaveValue("Book club");
  await accessible(page);
  await page.goto(`/messages/${v7()}/details`);
  await alive(page);
  await expect(page.getByText("Nothing of this conversation is kept on this device.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Details" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to the conversation" })).toBeVisible();
  await accessible(page);
});

test("MSG-1 what somebody else changed meanwhile is said before it is replaced", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  await visit(ann.page, `/messages/${id}/details`);
  await field(ann.page, "Name").fill("Cooks");
  await post(ann, `/api/conversations/${id}`, { name: "Bakers" }, "patch");
  await expect(list(ann.page).getByRole("link", { name: /Bakers/ })).toBeVisible();
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(ann.page.getByRole("alert").filter({ hasText: "Somebody has changed it meanwhile" })).toBeVisible();
  const stored = ann.page.getByRole("definition");
  await expect(stored).toHaveText(["Bakers", "Nothing", "Nothing"]);
  await accessible(ann.page);
  await post(ann, `/api/conversations/${id}`, { subject: { words: "Breads" } }, "patch");
  await expect(stored).toHaveText(["Bakers", "Breads", "Nothing"]);
  await expect(field(ann.page, "Name")).toHaveValue("Cooks");
  await ann.page.getByRole("button", { name: "Save" }).click();
  await expect(list(ann.page).getByRole("link", { name: /Cooks/ })).toBeVisible();
  await expect(stored).toHaveCount(0);
});

test("MSG-1 SYN-8 without a network a group stays what it is, its owner is told so, and what was typed is saved later", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page, context } = ann;
  const id = await club(ann, bob);
  await visit(page, `/messages/${id}/details`);
  // A worker that could not be had would be an error of the page.
  await kept(page);
  const away = "The server cannot be reached right now.";
  const refused = page.getByRole("form", { name: "Name and subject" }).getByRole("alert");
  await context.setOffline(true);
  await field(page, "Name").fill("Cooks");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(refused).toHaveText(away);
  await choose(page, "Bob", "Remove from the group");
  await expect(member(page, "Bob").getByRole("alert")).toHaveText(away);
  await expect(list(page).getByRole("link", { name: /Book club/ })).toBeVisible();
  await expect(field(page, "Name")).toHaveValue("Cooks");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(list(page).getByRole("link", { name: /Cooks/ })).toBeVisible();
  await expect(refused).toHaveCount(0);
});

test("MSG-1 a field that was saved follows what others say from then on, and puts nothing back", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page } = ann;
  const save = page.getByRole("button", { name: "Save" });
  await visit(page, `/messages/${id}/details`);
  await field(page, "What it is about").fill("Soups");
  await save.click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await post(ann, `/api/conversations/${id}`, { subject: { words: "Breads" } }, "patch");
  await expect(field(page, "What it is about")).toHaveValue("Breads");
  await field(page, "Link to more about it").fill("https://example.org/breads");
  await save.click();
  const held = async () => (await (await ann.context.request.get(`/api/conversations/${id}`)).json()).subject;
  await expect.poll(held).toEqual({ words: "Breads", link: "https://example.org/breads" });
});

test("MSG-1 SYN-8 what is typed about a group and not saved stands there again after a look elsewhere, until it is given up", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const { page } = ann;
  const discard = page.getByRole("button", { name: "Discard changes" });
  const look = async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Profile" }).click();
    await expect(field(page, "What it is about")).toHaveCount(0);
    await page.goBack();
  };
  await visit(page, `/messages/${id}/details`);
  await expect(discard).toHaveCount(0);
  await field(page, "What it is about").pressSequentially("Soups");
  await look();
  await expect(field(page, "What it is about")).toHaveValue("Soups");
  await discard.click();
  await expect(field(page, "What it is about")).toHaveValue("");
  await expect(discard).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Save" })).toBeFocused();
  await look();
  await expect(field(page, "What it is about")).toHaveValue("");
  await field(page, "What it is about").pressSequentially("Breads");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(discard).toHaveCount(0);
  await look();
  await expect(field(page, "What it is about")).toHaveValue("Breads");
});

test("MSG-1 who is pressed comes into a group alone, and who was typed before them stays in the field", async ({ person }) => {
  const [ann, bob, cleo, dan] = [await person("Ann"), await person("Bob"), await person("Cleo"), await person("Dan")];
  const { page } = ann;
  const id = await club(ann, bob);
  await visit(page, `/messages/${id}/details`);
  await field(page, "Add people").fill(`@${cleo.handle} ${dan.handle.slice(0, -2)}`);
  await page.getByRole("button", { name: new RegExp(`Add Dan.*${dan.handle}`) }).click();
  await expect(member(page, "Dan")).toBeVisible();
  await expect(field(page, "Add people")).toHaveValue(`@${cleo.handle} `);
  await expect(member(page, "Cleo")).toHaveCount(0);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(member(page, "Cleo")).toBeVisible();
  await expect(field(page, "Add people")).toHaveValue("");
});

test("MSG-1 COM-7 whoever comes back to the details finds nobody offered for a field in which nothing stands", async ({ person }) => {
  const [ann, bob, dan] = [await person("Ann"), await person("Bob"), await person("Dan")];
  const { page } = ann;
  const id = await club(ann, bob);
  const offer = page.getByRole("button", { name: new RegExp(`Add Dan.*${dan.handle}`) });
  await visit(page, `/messages/${id}/details`);
  await field(page, "Add people").fill(dan.handle);
  await expect(offer).toBeVisible();
  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(composer(page)).toBeVisible();
  await page.goBack();
  await expect(field(page, "Add people")).toHaveValue("");
  // What is put back is put back as it is drawn.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(offer).toHaveCount(0);
});
