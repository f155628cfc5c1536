import { defineConfig } from "@playwright/test";
import { join } from "node:path";

// Stories run against the real program on its own Postgres; each worker starts one (server.ts). A worker takes the next
// story, not the next file, so that no one of them has a long file left while the other is idle.
export default defineConfig({
  testDir: "stories",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000, toPass: { intervals: [100, 200, 250] } },
  reporter: [["list"]],
  outputDir: "results",
  use: {
    // What was done and said; pictures of each step would take as long as the steps (TRACE=on takes them).
    trace: { mode: "retain-on-failure", snapshots: !!process.env.TRACE, screenshots: !!process.env.TRACE },
  },
  projects: [
    {
      name: "chromium",
      use: {
        launchOptions: {
          executablePath: join(import.meta.dirname, "world/chromium.sh"),
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
    // A Firefox as it is released, by WebDriver BiDi, for the main stories. What this way does not know it passes over
    // in silence, so a story gets the tag only where it uses none of it: colours, touch and scripts of a context, what stands in
    // a request, events of sockets and workers, the protocol of Chromium.
    {
      name: "firefox",
      grep: /@main/,
      use: {
        browserName: "firefox",
        channel: "moz-firefox",
        launchOptions: {
          executablePath: join(import.meta.dirname, "world/firefox.mjs"),
          // Without a screen it knows of no mouse: as on a desk, one that points finely (2) and hovers (4).
          firefoxUserPrefs: { "ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6 },
        },
      },
    },
  ],
});
