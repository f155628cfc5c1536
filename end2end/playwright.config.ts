import { defineConfig } from "@playwright/test";

// Stories run against the real program on its own Postgres; each worker starts one (server.ts).
export default defineConfig({
  testDir: "stories",
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  outputDir: "results",
  use: {
    // What was done and said; pictures of each step would take as long as the steps (TRACE=on takes them).
    trace: { mode: "retain-on-failure", snapshots: !!process.env.TRACE, screenshots: !!process.env.TRACE },
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
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
});
