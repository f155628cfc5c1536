import type { Page, Request } from "@playwright/test";
import { pair, post } from "../world/fill.ts";
import { alive, controlled, expect, test } from "../world/index.ts";
import { stored } from "../world/store.ts";
import { another, device } from "../world/tabs.ts";
import { back, composer, online, row } from "../world/talk.ts";
import { v7 } from "../world/uuid.ts";

test("SYN-11 settings, drafts and read marks agree in another tab and on another device, while one looks", async ({ person }) => {
  const [ann, bob] = [await person("Ann"), await person("Bob")];
  const id = await pair(bob, ann);
  await ann.page.goto("/settings/appearance");
  await alive(ann.page);
  const [tab, elsewhere] = [await another(ann), await device(ann)];
  const pages = [ann.page, tab, elsewhere];
  for (const page of pages) await online(page);

  for (const [from, name, theme] of [[elsewhere, "Dark", "dark"], [tab, "Light", "light"]] as const) {
    await from.getByText(name, { exact: true }).click();
    for (const page of pages) {
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await expect(page.getByRole("radio", { name, exact: true })).toBeChecked();
    }
  }
  for (const page of pages) await way(page, "Keyboard").click();
  await ann.page.getByRole("switch", { name: "Enter sends" }).click();
  for (const page of pages) await expect(page.getByRole("switch", { name: "Enter sends" })).not.toBeChecked();

  await post(bob, "/api/messages", { id: v7(), conversation_id: id, body: "to all of you" });
  for (const page of pages) await expect(messages(page)).toHaveAccessibleName("Messages, 1 unread");
  await back(elsewhere, /Bob/);
  await expect(row(elsewhere, "to all of you")).toBeVisible();
  for (const page of pages) await expect(messages(page)).toHaveAccessibleName("Messages");

  for (const page of [ann.page, tab]) await back(page, /Bob/);
  await composer(tab).pressSequentially("half a thought");
  for (const page of pages) await expect(composer(page)).toHaveValue("half a thought");
  await composer(elsewhere).fill("");
  for (const page of pages) await expect(composer(page)).toHaveValue("");
});

test("SYN-8 SYN-11 a setting whose answer was lost does not come back over what was chosen on another device since", async ({
  person,
  server,
}) => {
  const ann = await person("Ann");
  const { page, context } = ann;
  await page.goto("/settings/privacy");
  await alive(page);
  const elsewhere = await device(ann);
  for (const each of [page, elsewhere]) await online(each);
  let lost = () => {};
  const isLost = new Promise<void>((go) => (lost = go));
  let isApplied = false;
  await controlled(page);
  await page.route("**/rpc/operations", async (route) => {
    if (isApplied || !isSetting(route.request())) return route.continue();
    isApplied = true;
    // The server has stored it, and its answer is lost with the network.
    const headers = { ...route.request().headers(), origin: server.url };
    expect((await route.fetch({ headers })).status()).toBe(200);
    await context.setOffline(true);
    await route.abort();
    lost();
  });
  await presence(page).click();
  await isLost;
  await expect(presence(elsewhere)).not.toBeChecked();
  const chosen = elsewhere.waitForResponse((answer) => answer.ok() && isSetting(answer.request()));
  await presence(elsewhere).click();
  await chosen;
  expect(await stored(page, "operations")).toEqual([expect.stringContaining("settings.change")]);
  await context.setOffline(false);
  await expect.poll(() => stored(page, "operations"), { timeout: 40_000 }).toEqual([]);
  expect(await (await context.request.get("/api/me")).json()).toMatchObject({ settings: { show_presence: true } });
  for (const each of [page, elsewhere]) await expect(presence(each)).toBeChecked();
});

function isSetting(request: Request): boolean {
  return (request.postData() ?? "").includes("settings.change");
}

function presence(page: Page) {
  return page.getByRole("switch", { name: "Show when I am online" });
}

function way(page: Page, name: string) {
  return page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name });
}

function messages(page: Page) {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ });
}
