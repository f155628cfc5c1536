// The browser that is measured, and who is logged in there.

export const CHROMIUM = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

export const WINDOW = { viewport: { width: 1440, height: 900 } };

/** Logs the browser in by a session's token, for a day, be it closed meanwhile. */
export async function logIn(context, origin, token) {
  const url = origin.replace("http:", "https:");
  const expires = Math.ceil(Date.now() / 1000) + 24 * 60 * 60;
  await context.addCookies([{ name: "__Host-tertulia", value: token, url, expires, secure: true, httpOnly: true, sameSite: "Lax" }]);
}
