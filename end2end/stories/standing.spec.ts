import { expect, test } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { answers, top } from "../world/still.ts";
import { another } from "../world/tabs.ts";
import { online } from "../world/talk.ts";

test("COM-3 QUA-7 who stands by keys on the way to further comments stays there as one comes, and finds it once they go on", async ({ person, server }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await published(ann);
  await answer(ann, id, "Along the bridge.");
  await server.ask(`
    insert into comments (id, post_id, author_id, body, at)
      select gen_random_uuid(), '${id}', p.id, 'Remark ' || n || '.', now() - interval '1 hour' + n * interval '1 second'
        from generate_series(1, 310) n, accounts p where p.handle = '${ann.handle}'`);
  const page = await opened(bob, `/p/${id}`);
  await page.getByRole("link", { name: "Show 305 more" }).click();
  await expect(page.getByText("Remark 300.")).toBeAttached();
  await expect(page.getByRole("listitem").filter({ hasText: "Remark 6." })).toBeFocused();
  const further = page.getByRole("link", { name: /^Show \d+ more$/ });
  await further.evaluate((link) => link.scrollIntoView({ block: "center" }));
  await further.focus();
  await expect(answers(page).first()).toBeInViewport();
  await comment(ann, id, "Which river?");
  await expect(page.getByRole("status").filter({ hasText: "1 new comment" })).toHaveCount(1);
  await expect(further).toBeFocused();
  await page.keyboard.press("Tab");
  const arrived = page.getByRole("button", { name: "1 new comment" });
  await expect(arrived).toBeVisible();
  await expect(further).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Comment", exact: true }).first()).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(arrived).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("listitem").filter({ hasText: "Which river?" })).toBeFocused();
  await expect(further).toHaveCount(1);
});

test("SYN-11 COM-1 COM-3 what one edits in another tab keeps its room, and nothing moves that is read below it", async ({ person }) => {
  const ann = await person("Ann");
  const id = await published(ann);
  await answer(ann, id, "Along the bridge.");
  const page = await opened(ann, `/p/${id}`);
  const other = await another(ann);
  await online(other);
  const [said, before] = [answers(other).first(), await top(answers(other).first())];
  await page.getByRole("link", { name: "Edit", exact: true }).first().click();
  await page.getByRole("textbox", { name: "Text" }).fill("By the river?\n\nOr by the mill?\n\nOr over the hill?");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Or over the hill?")).toBeAttached();
  const all = other.getByRole("button", { name: "Show all" });
  await expect(all).toBeVisible();
  expect(await top(said)).toBe(before);
  await expect(page.getByText("Or over the hill?")).toBeVisible();
  await expect(page.getByRole("button", { name: "Show all" })).toHaveCount(0);
});
