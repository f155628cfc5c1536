import type { Browser } from "@playwright/test";
import { expect, type Person } from "./index.ts";

/** Ends every session of somebody from another browser. */
export async function endElsewhere({ handle, password }: Person, browser: Browser, baseURL: string): Promise<void> {
  const elsewhere = await browser.newContext({ baseURL });
  const answer = await elsewhere.request.post("/api/sessions", { data: { login: handle, password } });
  const { token } = await answer.json();
  const ended = await elsewhere.request.delete("/api/sessions", { headers: { Authorization: `Bearer ${token}` } });
  expect(ended.status()).toBe(204);
  await elsewhere.close();
}
