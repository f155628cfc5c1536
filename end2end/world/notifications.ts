import type { Locator, Page } from "@playwright/test";
import { expect, type Person } from "./index.ts";

/** The way to notifications, which says how many are unread. */
export function bell(page: Page): Locator {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Notifications/ });
}

/** The notifications that stand on a page, the first of the list first. */
export function notices(page: Page): Locator {
  return page.getByRole("feed", { name: /notifications/i }).getByRole("article");
}

/** Somebody votes a post up, or takes that back. */
export async function vote(who: Person, post: string, value: 0 | 1 = 1): Promise<void> {
  const answer = await who.context.request.put(`/api/posts/${post}/vote`, { data: { value }, headers: { Origin: who.origin } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** Somebody follows somebody. */
export async function follow(who: Person, whom: Person): Promise<void> {
  const answer = await who.context.request.put(`/api/accounts/${whom.handle}/follow`, { headers: { Origin: who.origin } });
  expect(answer.status(), await answer.text()).toBe(204);
}
