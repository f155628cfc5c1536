import type { Page } from "@playwright/test";

/** Notes from now on what the live regions of a page say: what comes into them, not what goes. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const roles = new Map([
      ["alert", "assertive"],
      ["log", "polite"],
      ["status", "polite"],
    ]);
    const isLive = (node: Node): boolean => {
      const within = (node instanceof Element ? node : node.parentElement)?.closest("[aria-live], [role=alert], [role=log], [role=status]");
      const manner = within?.getAttribute("aria-live") ?? roles.get(within?.getAttribute("role") ?? "");
      return manner === "polite" || manner === "assertive";
    };
    const tell = (node: Node) => {
      const words = node.textContent?.replace(/\s+/g, " ").trim();
      if (words) heard.push(words);
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        for (const node of type === "characterData" ? [target] : addedNodes) {
          // An alert is said wherever it is drawn.
          const alerts = node instanceof Element ? [...node.querySelectorAll("[role=alert]")] : [];
          if (node.nodeType === Node.COMMENT_NODE) continue;
          if (isLive(node)) tell(node);
          else alerts.forEach(tell);
        }
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

/** What was said since of which this is a part. */
export async function heard(page: Page, part: RegExp): Promise<string[]> {
  const all = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  return all.filter((words) => part.test(words));
}
