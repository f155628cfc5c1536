import type { Locator, Page } from "@playwright/test";
import { expect, test as base } from "../world/index.ts";
import { Proxy } from "../world/proxy.ts";
import { composer, online, row, said, say, there, together } from "../world/talk.ts";

const test = base.extend<{ office: Proxy }>({
  office: async ({ server }, use) => {
    const proxy = await Proxy.before(server.port);
    await use(proxy);
    await proxy.close();
  },
});

test("SYN-6 where no WebSocket gets through two people talk live all the same, and a killed program is survived", { tag: "@main" }, async ({ person, office, server }) => {
  test.slow();
  const options = { baseURL: office.url };
  const [ann, bob] = [await person("Ann", options), await person("Bob", options)];
  await together(ann, bob);
  expect(office.refused).toBeGreaterThanOrEqual(2);
  await expect((await figures(ann.page)).getByText("Event stream")).toBeVisible();

  await composer(bob.page).pressSequentially("Wait");
  await expect(ann.page.getByText(/typing/).first()).toBeVisible();
  await say(bob.page, "Do you hear me?");
  await expect(row(ann.page, "Do you hear me?")).toBeVisible();
  await say(ann.page, "Loud and clear");
  await expect(row(bob.page, "Loud and clear")).toBeVisible();
  await expect(row(ann.page, "Loud and clear")).toHaveAttribute("data-state", "read");
  await expect(there(ann.page)).toHaveText("online");

  await server.kill();
  await say(ann.page, "while it was away");
  await expect(row(ann.page, "while it was away")).toHaveAttribute("data-state", "sending");
  await server.run();
  await expect(row(bob.page, "while it was away")).toHaveCount(1, { timeout: 40_000 });
  await say(bob.page, "and back again");
  await expect(row(ann.page, "and back again")).toHaveCount(1, { timeout: 40_000 });
  await online(ann.page);
  expect(await said(ann.page)).toEqual(await said(bob.page));
});

test("SYN-6 who has a WebSocket and who has none hear each other, and whoever leaves is seen to leave", async ({ person, office }) => {
  const [ann, bob] = [await person("Ann", { baseURL: office.url }), await person("Bob")];
  await together(ann, bob);
  await expect((await figures(ann.page)).getByText("Event stream")).toBeVisible();
  await expect((await figures(bob.page)).getByText("WebSocket")).toBeVisible();
  await say(bob.page, "I have a socket");
  await expect(row(ann.page, "I have a socket")).toBeVisible();
  await say(ann.page, "I have none");
  await expect(row(bob.page, "I have none")).toBeVisible();
  await expect(there(bob.page)).toHaveText("online");
  await ann.page.goto("about:blank");
  await expect(there(bob.page)).toHaveText(/^last seen/);
});

/** Opens the figures of the connection. */
async function figures(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: /^Connection: / }).click();
  return page.getByRole("region", { name: "Connection" });
}
