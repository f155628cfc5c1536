import type { Page } from "@playwright/test";
import { pair, post } from "../world/fill.ts";
import { alive, expect, test } from "../world/index.ts";
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

function way(page: Page, name: string) {
  return page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name });
}

function messages(page: Page) {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Messages/ });
}
