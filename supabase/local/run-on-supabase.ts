import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { buildApp, serveProgram } from "./build-app.ts"
import { demandFreePort } from "./choose-ports.ts"
import { migrateDatabase, migrateWorker } from "./migrate-database.ts"
import { PlainError } from "./plain-error.ts"
import { installSealKey, withClient } from "./prepare-database.ts"
import { createProgress } from "./progress.ts"
import { startProcess, startProgram } from "./start-process.ts"
import { openStateFolder, repositoryRoot } from "./state-folder.ts"
import { createSupervisor } from "./supervise-process.ts"

const needed = ["APP_URL", "SUPABASE_PUBLISHABLE_KEY", "SEAL_KEY", "SMTP_URL", "MAIL_FROM"] as const

/** The same code on the Supabase project that the environment names. Migrates only when given the owner's address. */
export async function runOnSupabase(mode: "start" | "dev"): Promise<number> {
  const missing = needed.filter((name) => !process.env[name])
  if (missing.length > 0) {
    throw new PlainError(
      `SUPABASE_URL and DATABASE_URL are set, but not ${missing.join(", ")}.`,
      ".env.example explains each; unset SUPABASE_URL and DATABASE_URL to use the local stack.",
    )
  }
  const port = Number(process.env.PORT ?? 3000)
  await demandFreePort(port)
  const {
    OWNER_DATABASE_URL: owner,
    WORKER_DATABASE_URL: worker,
    SEAL_KEY: sealKey = "",
    ...web
  } = process.env
  const env = {
    ...web,
    SEAL_KEY: sealKey,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  }
  const state = openStateFolder()
  mkdirSync(state.logs, { recursive: true, mode: 0o700 })
  const log = (name: string) => join(state.logs, `${name}.log`)
  const { step } = createProgress()
  await step("install", async () => "the packages are in place")
  await step("database", () =>
    withClient(process.env.DATABASE_URL ?? "", async (client) => {
      await client.query("select 1")
      return "answers"
    }),
  )
  await step("migrate", async () => {
    if (!owner) return "skipped, OWNER_DATABASE_URL is not set"
    const count = await migrateDatabase(owner)
    if (worker) await migrateWorker(worker)
    await installSealKey(owner, sealKey)
    return count === 0 ? "up to date" : `${count} applied`
  })
  await step("seed", async () => "skipped, demo tenants are for the local stack")
  if (mode === "start") await step("build", () => buildApp(env, log("build")))
  const supervisor = createSupervisor({ say: (line) => console.log(`! ${line}`) })
  const stopped = new Promise<"stopped">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve("stopped"))
  })
  await step("serve", async () => {
    if (worker && existsSync(join(repositoryRoot, "lib/entry/run-worker.ts"))) {
      await supervisor.run(
        () =>
          startProgram("lib/entry/run-worker.ts", {
            name: "worker",
            env: { ...env, WORKER_DATABASE_URL: worker },
            logPath: log("worker"),
          }),
        { vital: false },
      )
    }
    await supervisor.run(() =>
      startProcess({
        name: "web",
        file: process.execPath,
        args: [serveProgram, mode, "--port", String(port)],
        env: { ...env, NODE_ENV: mode === "dev" ? "development" : "production" },
        logPath: mode === "dev" ? "inherit" : log("web"),
      }),
    )
    return `on port ${port}`
  })
  console.log(`\nHoldfast is ready.\n\n  Application  ${process.env.APP_URL}\n\nCtrl-C stops it.`)
  const reason = await Promise.race([stopped, supervisor.failed])
  await supervisor.stopAll()
  if (reason !== "stopped") console.log(`✗ ${reason}`)
  return reason === "stopped" ? 0 : 1
}
