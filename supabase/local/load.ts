// `npm run load`: every k6 script in load/ against a stack of its own; `npm run load -- --smoke` is the short run of
// CI. Each script gets BASE_URL, STACK_FILE (path of stack.json) and, in the short run, SMOKE=1.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join } from "node:path"
import { PlainError, runCommand } from "./plain-error.ts"
import { startProcess } from "./start-process.ts"
import { repositoryRoot } from "./state-folder.ts"
import { startTemporaryStack } from "./temporary-stack.ts"

const running: { stop(): Promise<void> }[] = []
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, async () => {
    for (const child of running.toReversed()) await child.stop()
    process.exit(130)
  })
}

function findK6(): string {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    join(homedir(), ".cache", "holdfast-tools", "bin"),
  ]
  const found = folders.map((folder) => join(folder, "k6")).find(existsSync)
  if (found && spawnSync(found, ["version"], { stdio: "ignore" }).status === 0) return found
  throw new PlainError(
    "k6 is not on this machine.",
    "Install it (https://k6.io), or run .ci/run once: it fetches a copy.",
  )
}

await runCommand(async () => {
  const smoke = process.argv.includes("--smoke")
  const named = process.argv.slice(2).filter((argument) => argument.endsWith(".js"))
  const scripts = readdirSync(join(repositoryRoot, "load")).filter(
    (name) => name.endsWith(".js") && !name.startsWith("_"),
  )
  const chosen = named.length > 0 ? scripts.filter((name) => named.includes(name)) : scripts
  if (chosen.length === 0) {
    console.log("load/ has no k6 script to run")
    return 0
  }
  const k6 = findK6()
  const stack = await startTemporaryStack(running)
  let worst = 0
  try {
    for (const script of chosen) {
      console.log(`\n=== load/${script}${smoke ? " (smoke)" : ""}`)
      const run = startProcess({
        name: "k6",
        file: k6,
        args: ["run", "--no-usage-report", "--quiet", join("load", script)],
        env: {
          ...stack.env,
          BASE_URL: stack.file.appUrl,
          STACK_FILE: join(stack.env.HOLDFAST_DIR ?? "", "stack.json"),
          ...(smoke ? { SMOKE: "1" } : {}),
        },
        logPath: "inherit",
      })
      running.push(run)
      worst = Math.max(worst, (await run.ended) ?? 1)
      running.splice(running.indexOf(run), 1)
    }
  } finally {
    await stack.stop()
  }
  return worst
})
process.exit()
