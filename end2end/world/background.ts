import type { CDPSession, Page } from "@playwright/test";

/**
 * Has the browser tell the worker of an origin that there is a network, as it does for who has asked for that; what the
 * worker makes of it: all is done, or the browser is to say it once more. Any page of the browser will do.
 */
export async function tellOfNetwork(page: Page, origin: string): Promise<"done" | "again"> {
  const [worker] = page.context().serviceWorkers();
  if (!worker) throw new Error("there is no worker");
  await worker.evaluate(() => {
    const { waitUntil } = ExtendableEvent.prototype;
    const outcome = new Promise((tell) => {
      ExtendableEvent.prototype.waitUntil = function (this: ExtendableEvent, promise: Promise<unknown>) {
        if (this.type === "sync") promise.then(() => tell("done"), () => tell("again"));
        return Reflect.apply(waitUntil, this, [promise]);
      };
    });
    Object.assign(self, { outcome });
  });
  const session = await page.context().newCDPSession(page);
  const registrationId = await registrationOf(session, origin);
  await session.send("ServiceWorker.dispatchSyncEvent", { origin, registrationId, tag: "outbox", lastChance: false });
  const outcome = await worker.evaluate(() => (self as unknown as { outcome: Promise<"done" | "again"> }).outcome);
  await session.detach();
  return outcome;
}

/** What the browser calls the registration of an origin's worker. */
async function registrationOf(session: CDPSession, origin: string): Promise<string> {
  const found = new Promise<string>((find) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((registration) => registration.scopeURL.startsWith(origin) && !registration.isDeleted);
      if (ours) find(ours.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  return found;
}
