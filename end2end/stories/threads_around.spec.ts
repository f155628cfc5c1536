import { pair } from "../world/fill.ts";
import { club, list, visit } from "../world/group.ts";
import { expect, test } from "../world/index.ts";
import { send } from "../world/search.ts";
import { together } from "../world/talk.ts";
import { answer, answered, field, said, thread, way } from "../world/threads.ts";

test("MSG-5 SYN-2 who looks at a thread that nobody has answered hears the first answer, and sees what becomes of its message", async ({
  person,
}) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  const { page } = cleo;
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(thread(page).getByText("No replies yet")).toBeVisible();
  const edited = await ann.context.request.patch(`/api/messages/${root}`, {
    data: { body: "where and when do we meet?" },
    headers: { Origin: ann.origin },
  });
  expect(edited.ok()).toBe(true);
  await expect(thread(page).locator("[data-root]")).toContainText("where and when do we meet?");
  await answered(bob, root, "by the river");
  await expect(answer(page, "by the river")).toBeVisible();
  await answered(ann, root, "at noon");
  await expect(answer(page, "at noon")).toBeVisible();
  await expect(list(page).getByRole("link", { name: /Thread: / })).toHaveCount(0);
});

test("MSG-5 SYN-7 a thread stands where it will from the first frame of its page on", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page } = ann;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.addInitScript(() => {
    const places: number[] = [];
    Object.assign(window, { places });
    const look = () => {
      const box = document.querySelector("section[aria-label=Thread]")?.getBoundingClientRect();
      if (box && box.width > 0) places.push(Math.round(box.left));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(page.getByRole("log", { name: "Messages" })).toContainText("where do we meet?");
  const places = await page.evaluate(() => (window as unknown as { places: number[] }).places);
  expect(new Set(places).size).toBe(1);
});

test("MSG-5 SYN-2 an open thread knows what part its reader has in the group by now", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  await answered(cleo, root, "by the river");
  const { page } = bob;
  await visit(page, `/messages/${id}/thread/${root}`);
  await answer(page, "by the river").hover();
  const menu = answer(page, "by the river").getByRole("button", { name: "Message actions" });
  const remove = answer(page, "by the river").getByRole("menuitem", { name: "Delete" });
  await menu.click();
  await expect(answer(page, "by the river").getByRole("menuitem", { name: "Copy text" })).toBeVisible();
  await expect(remove).toHaveCount(0);
  const raised = await ann.context.request.put(`/api/conversations/${id}/participants/${bob.handle}`, {
    data: { role: "admin" },
    headers: { Origin: ann.origin },
  });
  expect(raised.ok()).toBe(true);
  // A menu that is open stays as it is.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await menu.click();
    await expect(remove).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test("MSG-5 beside a conversation there is no thread but of its own messages", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const [id, other] = [await together(ann, bob), await club(ann, bob)];
  const root = await said(ann, id, "where do we meet?");
  for (const path of [`/messages/${other}/thread/${root}`, `/messages/${id}/thread/${other}`]) {
    await visit(ann.page, path);
    await expect(thread(ann.page).getByText("There is nothing here")).toBeVisible();
    await expect(field(ann.page)).toHaveCount(0);
  }
});

test("MSG-1 MSG-5 Alt with an arrow goes on from the conversation of a thread that one only looks at", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const below = await pair(ann, cleo);
  await send(ann, below, "hello");
  const id = await club(ann, bob, cleo);
  const root = await said(ann, id, "where do we meet?");
  await answered(bob, root, "by the river");
  const { page } = cleo;
  await visit(page, `/messages/${id}/thread/${root}`);
  await expect(answer(page, "by the river")).toBeVisible();
  await expect(list(page).locator("[aria-current=page]")).toHaveText(/Book club/);
  await page.keyboard.press("Alt+ArrowDown");
  await expect(page).toHaveURL(`/messages/${below}`);
});

test("MSG-5 what was answered on another day than it was said says on which, and its thread when it was said", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await club(ann, bob);
  const [long, now] = [await said(ann, id, "where do we meet?"), await said(ann, id, "and when?")];
  for (const root of [long, now]) await answered(bob, root, "as ever");
  await server.ask(`update tertulia.messages set at = at - interval '40 days' where id = '${long}'`);
  const { page } = ann;
  await visit(page, `/messages/${id}`);
  await expect(way(page, "and when?")).toHaveText(/ \d\d:\d\d$/);
  await expect(way(page, "where do we meet?")).toHaveText(/ \d{1,2} [A-Z][a-z]{2}( \d{4})?$/);
  await visit(page, `/messages/${id}/thread/${long}`);
  await expect(thread(page).locator("[data-root] time")).toHaveText(/^\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d$/);
});
