import { expect, test } from "../world/index.ts";
import { answer, comment, opened, published } from "../world/posts.ts";
import { answers } from "../world/still.ts";

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
