import { expect, test } from "../world/index.ts";
import { opened, published } from "../world/posts.ts";
import { top } from "../world/still.ts";
import { v7 } from "../world/uuid.ts";

test("SOC-4 COM-6 a list that was read to its end, or had nothing in it, has at once what somebody published who is blocked no longer", async ({ person }) => {
  const [ann, bob, cleo] = [await person("Ann"), await person("Bob"), await person("Cleo")];
  const block = async (method: "put" | "delete") => {
    const done = await ann.context.request[method](`/api/accounts/${bob.handle}/block`, { headers: { Origin: ann.origin } });
    expect(done.status()).toBe(204);
  };
  const [common, rare] = [`walks-${v7().slice(-8)}`, `hills-${v7().slice(-8)}`];
  await published(bob, { title: "Over the hill", tags: [common, rare] });
  await published(cleo, { title: "By the mill", tags: [common] });
  await block("put");
  const page = await opened(ann, `/tags/${common}`);
  const titles = page.getByRole("feed").getByRole("article").getByRole("heading");
  await expect(titles).toHaveText(["By the mill"]);
  const before = await top(titles.first());
  await block("delete");
  await expect(titles).toHaveText(["By the mill", "Over the hill"]);
  expect(await top(titles.first())).toBe(before);
  await expect(page.getByRole("button", { name: /new post/ })).toHaveCount(0);

  await block("put");
  await opened(ann, `/tags/${rare}`);
  await expect(page.getByText("Nothing is published with this tag.")).toBeVisible();
  await block("delete");
  await expect(titles).toHaveText(["Over the hill"]);
});
