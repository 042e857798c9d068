import { existsSync } from "node:fs"
import { defineConfig, devices } from "@playwright/test"
import { findChromium } from "./tests/support/find-chromium.ts"
import { readStack, stackPath } from "./tests/support/stack.ts"

const found = findChromium()
// Tools that only read this file (knip) have no stack; a run without one fails at its first page.
const baseURL = existsSync(stackPath()) ? readStack().appUrl : undefined
const isRoot = process.getuid?.() === 0

// The stack must be running: `npm test` starts one of its own, `npx playwright test` uses that of `npm start`.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["list"], ["json"]] : [["list"]],
  use: {
    baseURL,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    locale: "en-GB",
    launchOptions: {
      ...(found && found !== "own" ? { executablePath: found } : {}),
      args: [
        ...(isRoot ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "chromium", use: { ...devices["Desktop Chrome"] }, testIgnore: "contention.spec.ts" },
    // Kills the database under everybody, so it comes last and alone.
    { name: "contention", testMatch: "contention.spec.ts", dependencies: ["chromium"] },
  ],
})
