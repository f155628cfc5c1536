import type { Page } from "@playwright/test";

/**
 * Has each operation of a kind refused that a page sends which is not opened yet, until what this answers is called. The
 * page itself refuses them: on the way not every browser tells what stands in a request.
 */
export async function refuse(page: Page, kind: string): Promise<() => Promise<void>> {
  await page.addInitScript((kind) => {
    const { fetch } = window;
    const problem = { type: "about:blank", title: "You may not do this.", status: 403, code: "forbidden" };
    const refusal = { status: 403, headers: { "Content-Type": "application/problem+json" } };
    window.fetch = async (asked, how) => {
      const isOperation = asked instanceof Request && asked.url.endsWith("/rpc/operations");
      const isRefused = isOperation && !("allows" in document.documentElement.dataset);
      if (isRefused && (await asked.clone().text()).includes(kind)) return new Response(JSON.stringify(problem), refusal);
      return fetch(asked, how);
    };
  }, kind);
  return () =>
    page.evaluate(() => {
      document.documentElement.dataset.allows = "yes";
    });
}
