import { pair, post } from "../world/fill.ts";
import { visit } from "../world/group.ts";
import { accessible, alive, expect, test } from "../world/index.ts";
import { past } from "../world/past.ts";
import { field, hits, send } from "../world/search.ts";
import { copied } from "../world/store.ts";
import { composer, row, say, together } from "../world/talk.ts";

test("MSG-8 SYN-7 without a network what the device keeps is searched, and one gets there", async ({ person }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await together(ann, bob);
  await say(bob.page, "tea in the tunnel");
  await expect(row(ann.page, "tea in the tunnel")).toBeVisible();
  await copied(ann, "tea in the tunnel");
  const { page, context } = ann;
  await context.setOffline(true);
  await page.goto("/messages/search?words=tea");
  await alive(page);
  await expect(hits(page)).toHaveCount(1);
  await expect(page.getByText("only messages that this device keeps are found")).toBeVisible();
  await accessible(page);
  await hits(page).click();
  await expect(page).toHaveURL(`/messages/${id}`);
  await expect(row(page, "tea in the tunnel")).toBeFocused();
  await expect(composer(page)).toBeVisible();
});

test("MSG-8 SYN-7 MSG-6 without a network both what is open around a message and the newest that is kept are searched", async ({ person, server }) => {
  test.slow();
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(ann, bob);
  await send(bob, id, "tea at first");
  await past(server, bob, id, 300);
  await send(bob, id, "tea at last");
  await post(ann, `/api/conversations/${id}/read-all`, undefined, "patch");
  const { page, context } = ann;
  await visit(page, `/messages/${id}`);
  await expect(row(page, "tea at last")).toBeInViewport();
  await copied(ann, "tea at last");
  const search = page.getByRole("link", { name: "Search in this conversation" });
  await search.click();
  await field(page).fill("tea at first");
  await hits(page).click();
  await expect(row(page, "tea at first")).toBeFocused();
  await expect(row(page, "tea at last")).toHaveCount(0);

  await context.setOffline(true);
  await search.click();
  await field(page).fill("tea at");
  await expect(page.getByText("only messages that this device keeps are found")).toBeVisible();
  await expect(hits(page)).toContainText(["tea at last", "tea at first"]);
  await hits(page).filter({ hasText: "tea at first" }).click();
  await expect(row(page, "tea at first")).toBeFocused();
  await expect(page).toHaveURL(`/messages/${id}`);
});
