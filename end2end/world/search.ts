import type { Locator, Page } from "@playwright/test";
import { post } from "./fill.ts";
import type { Person } from "./index.ts";
import { v7 } from "./uuid.ts";

/** Where it is typed what to look for. */
export function field(page: Page): Locator {
  return page.getByRole("searchbox", { name: "Search messages" });
}

/** The messages that were found. */
export function hits(page: Page): Locator {
  return page.getByRole("navigation", { name: "Messages found" }).getByRole("listitem").getByRole("link");
}

/** Says something in a conversation, by the API. */
export async function send(from: Person, conversation_id: string, body: string): Promise<void> {
  await post(from, "/api/messages", { id: v7(), conversation_id, body });
}
