import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { chromium } from "@playwright/test"

const systemNames = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "microsoft-edge",
]
const systemPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

function findOnPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter)
  const candidates = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...candidates, ...systemPaths].find(existsSync)
}

/** Playwright starts its own browser headless from a smaller program beside the full one; either will do. */
function playwrightsOwn(): string | undefined {
  const path = chromium.executablePath()
  return path && existsSync(path) ? path : undefined
}

/**
 * The Chromium to test with: CHROMIUM_PATH, else Playwright's own, else the system's.
 * @returns a path, "own" for Playwright's, or undefined when there is none.
 */
export function findChromium(): string | "own" | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
    return named
  }
  return playwrightsOwn() ? "own" : findOnPath()
}

/** Finds one, or gets one: Playwright's download, or the distribution's package where we may install it. */
export function demandChromium(say: (line: string) => void): string {
  const found = findChromium()
  if (found) return found
  const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")
  const run = (file: string, args: string[]) =>
    spawnSync(file, args, {
      stdio: "inherit",
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0
  say("No Chromium on this machine: fetching Playwright's.")
  const cli = join(import.meta.dirname, "..", "..", "node_modules", "@playwright", "test", "cli.js")
  run(process.execPath, [cli, "install", ...(mayInstall ? ["--with-deps"] : []), "chromium"])
  if (!findChromium() && mayInstall) {
    say("That did not work: installing the distribution's chromium.")
    run("apt-get", ["update", "-qq"])
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"])
  }
  const got = findChromium()
  if (!got)
    throw new Error(
      "No Chromium could be had. Install one, and name it in CHROMIUM_PATH if it is not on the PATH.",
    )
  return got
}
