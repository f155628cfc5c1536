import { post } from "../world/fill.ts";
import { visit } from "../world/group.ts";
import { accessible, expect, test } from "../world/index.ts";
import { bell, notices } from "../world/notifications.ts";
import { answer, opened, published } from "../world/posts.ts";
import { v7 } from "../world/uuid.ts";

test("NOT-1 NOT-2 whose answer a moderator removed is told so at once, why, and where it stood", async ({ person, server }) => {
  const [ann, bob, root] = [await person("Ann"), await person("Bob"), await person("Root")];
  await server.ask(`update tertulia.accounts set role = 'moderator' where handle = '${root.handle}'`);
  const question = await published(ann);
  const words = `Buy the book of ${bob.handle}`;
  const said = await answer(bob, question, words);
  await post(ann, "/api/reports", { id: v7(), about: { answer: said }, reason: "spam" });
  const page = await opened(bob, "/notifications");
  await visit(root.page, "/admin/reports");
  const report = root.page.getByRole("article", { name: /^Report \d+$/ }).filter({ hasText: words });
  await report.getByRole("button", { name: "Delete this answer" }).click();
  const notice = notices(page).filter({ hasText: "A moderator removed your answer to “Where do we walk?”" });
  await expect(notice).toBeVisible();
  await expect(notice).toContainText("It was reported as spam.");
  await expect(notice).not.toContainText("Ann");
  await expect(notice).not.toContainText("Root");
  await expect(bell(page)).toHaveAccessibleName(/unread/);
  await accessible(page);
  await notice.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Where do we walk?");
  await expect(page.getByText(words)).toHaveCount(0);
});
