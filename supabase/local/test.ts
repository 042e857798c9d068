// `npm test`: everything, from nothing. Unit and isolation suites with coverage, then a stack of its own with a
// production build and the journeys in Chromium. `npm test -- unit`, `isolation` or `e2e` runs a part.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { demandChromium } from "../../tests/support/find-chromium.ts"
import { PlainError, runCommand } from "./plain-error.ts"
import { type Environment, nodeArguments, startProcess } from "./start-process.ts"
import { readJson, repositoryRoot } from "./state-folder.ts"
import { startTemporaryStack } from "./temporary-stack.ts"

interface Tally {
  passed: number
  failed: number
}

const suites = ["unit", "isolation", "e2e"] as const
type Suite = (typeof suites)[number]

const running: { stop(): Promise<void> }[] = []
const temporary = mkdtempSync(join(tmpdir(), "holdfast-test-"))
let interrupted = false
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, async () => {
    if (interrupted) return
    interrupted = true
    for (const child of running.toReversed()) await child.stop()
    process.exit(130)
  })
}
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.emit("SIGTERM"), 1000).unref()

async function runToEnd(name: string, program: string, args: string[], env: Environment): Promise<number> {
  const child = startProcess({
    name,
    file: process.execPath,
    args: [program, ...args],
    env,
    logPath: "inherit",
    stopTimeoutMs: 30_000,
  })
  running.push(child)
  const code = await child.ended
  running.splice(running.indexOf(child), 1)
  return code ?? 1
}

/** A suite that ends badly without a failed test (coverage, a crash) counts as one failure. */
function settle(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

async function runVitest(projects: Suite[], rest: string[]): Promise<Tally> {
  const report = join(temporary, "vitest.json")
  const whole = projects.length === 2 && rest.length === 0
  const args = [
    ...nodeArguments,
    join(repositoryRoot, "node_modules", "vitest", "vitest.mjs"),
    "run",
    ...projects.flatMap((project) => ["--project", project]),
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    // The threshold is over both suites together; a part of them cannot be held to it.
    ...(whole ? ["--coverage"] : []),
    ...rest,
  ]
  const [first = "", ...others] = args
  const code = await runToEnd("vitest", first, others, { ...process.env, NODE_ENV: "test" })
  const counts = readJson<{ numPassedTests: number; numFailedTests: number }>(report)
  return settle({ passed: counts?.numPassedTests ?? 0, failed: counts?.numFailedTests ?? 0 }, code)
}

async function runEndToEnd(rest: string[]): Promise<Tally> {
  const chromium = demandChromium((line) => console.log(line))
  const stack = await startTemporaryStack(running)
  try {
    const report = join(temporary, "playwright.json")
    const code = await runToEnd(
      "playwright",
      join(repositoryRoot, "node_modules", "@playwright", "test", "cli.js"),
      ["test", "--pass-with-no-tests", ...rest],
      {
        ...stack.env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        ...(chromium === "own" ? {} : { CHROMIUM_PATH: chromium }),
      },
    )
    const stats = readJson<{ stats: { expected: number; unexpected: number; flaky: number } }>(report)?.stats
    return settle(
      { passed: stats?.expected ?? 0, failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) },
      code,
    )
  } finally {
    await stack.stop()
  }
}

await runCommand(async () => {
  const args = process.argv.slice(2)
  const named = suites.filter((suite) => args.includes(suite))
  const rest = args.filter((argument) => !suites.includes(argument as Suite))
  const chosen = named.length > 0 ? named : [...suites]
  const total: Tally = { passed: 0, failed: 0 }
  const add = (tally: Tally) => {
    total.passed += tally.passed
    total.failed += tally.failed
  }
  const vitestProjects = chosen.filter((suite) => suite !== "e2e")
  if (vitestProjects.length > 0) add(await runVitest(vitestProjects, rest))
  if (chosen.includes("e2e")) {
    add(
      await runEndToEnd(rest).catch((error: unknown) => {
        console.error(error instanceof PlainError ? `\n✗ ${error.message} ${error.advice}` : error)
        return { passed: 0, failed: 1 }
      }),
    )
  }
  rmSync(temporary, { recursive: true, force: true })
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 ? 0 : 1
})
process.exit()
