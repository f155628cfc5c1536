import { accessible, alive, controlled, expect, test } from "../world/index.ts";
import { composer, log, online, row, say } from "../world/talk.ts";

test("MSG-1 a group is made from a page, all in it hear of it, and who is removed loses it at once", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  for (const { page } of [bob, cleo]) {
    await page.goto("/messages");
    await alive(page);
    await online(page);
  }
  const page = ann.page;
  await page.goto("/messages/new");
  await alive(page);
  await page.getByRole("link", { name: "New group" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Book club");
  await page.getByRole("textbox", { name: "People" }).fill(`${bob.handle} nobody_of_this_name`);
  await page.getByRole("button", { name: "Make the group" }).click();
  await expect(page.getByText("Nobody here is @nobody_of_this_name.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Book club");
  await accessible(page);
  await page.getByRole("textbox", { name: "People" }).fill(`@${bob.handle}, ${cleo.handle.slice(0, -2)}`);
  await page.getByRole("button", { name: new RegExp(`Add Cleo.*${cleo.handle}`) }).click();
  await expect(page.getByRole("textbox", { name: "People" })).toHaveValue(`@${bob.handle}, @${cleo.handle} `);
  await expect(page.getByRole("textbox", { name: "People" })).toBeFocused();
  await expect(page.getByRole("list", { name: "People to add" })).toHaveCount(0);
  await page.getByRole("button", { name: "Make the group" }).click();
  await expect(composer(page)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Book club" })).toBeVisible();
  await expect(page.getByText("3 people")).toBeVisible();

  for (const other of [bob, cleo]) {
    await other.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Book club/ }).click();
    await expect(composer(other.page)).toBeVisible();
  }
  await say(bob.page, "which book first?");
  await expect(row(cleo.page, "which book first?")).toContainText("Bob");

  const id = new URL(page.url()).pathname.split("/").pop();
  const removed = await ann.context.request.delete(`/api/conversations/${id}/participants/${bob.handle}`, {
    headers: { Origin: ann.origin },
  });
  expect(removed.status()).toBe(204);
  await expect(log(bob.page)).toHaveCount(0);
  await expect(bob.page.getByText("which book first?")).toHaveCount(0);
  await expect(bob.page.getByRole("link", { name: /Book club/ })).toHaveCount(0);
  await expect(page.getByText("2 people")).toBeVisible();
  await say(page, "the short one");
  await expect(row(cleo.page, "the short one")).toBeVisible();
});

test("MSG-1 SYN-8 a group is made once, also where the answer was lost and it is asked for again", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const { page } = ann;
  const make = page.getByRole("button", { name: "Make the group" });
  await page.goto("/messages/group");
  await alive(page);
  await page.getByRole("textbox", { name: "Name" }).fill("Book club");
  await page.getByRole("textbox", { name: "People" }).fill(bob.handle);
  await controlled(page);
  await page.route(
    /\/rpc\/make_group/,
    async (route) => {
      // The server has made it, and its answer is lost.
      const headers = { ...route.request().headers(), origin: ann.origin };
      expect((await route.fetch({ headers })).status()).toBe(200);
      await route.abort();
    },
    { times: 1 },
  );
  await make.click();
  await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached right now." })).toBeVisible();
  await make.click();
  await expect(composer(page)).toBeVisible();
  const answer = await ann.context.request.get("/api/conversations?group=true");
  expect((await answer.json()).total).toBe(1);
});
