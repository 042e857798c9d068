/** The whole local stack: database, Supabase API, mailbox, worker and the application, in six visible steps. */
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { type Addresses, nameAddresses, webEnvironment } from "./app-environment.ts"
import { buildApp, serveProgram } from "./build-app.ts"
import { choosePorts, demandFreePort, type Ports } from "./choose-ports.ts"
import { loadSecrets } from "./create-secrets.ts"
import { lockFolder, resetFolder } from "./lock-folder.ts"
import { migrateDatabase, migrateWorker, quietEnvironment } from "./migrate-database.ts"
import { PlainError } from "./plain-error.ts"
import { startPostgres } from "./postgres-server.ts"
import { installSealKey, prepareDatabase, setLoginPasswords, withClient } from "./prepare-database.ts"
import { createProgress } from "./progress.ts"
import { type Environment, startProcess, startProgram, tailOfLog } from "./start-process.ts"
import {
  openStateFolder,
  readJson,
  repositoryRoot,
  type Secrets,
  type StackFile,
  type StateFolder,
  writePrivateJson,
} from "./state-folder.ts"
import type { SupabaseApiSettings } from "./supabase-api.ts"
import { createSupervisor, type Supervisor } from "./supervise-process.ts"

export interface RunOptions {
  mode: "start" | "dev"
  reset: boolean
}

interface Running {
  state: StateFolder
  secrets: Secrets
  ports: Ports
  addresses: Addresses
  port: number
  supervisor: Supervisor
}

type SeedResult = Pick<StackFile, "tenants" | "accounts">

const workerProgram = "lib/entry/run-worker.ts"
const logOf = (state: StateFolder, name: string): string => join(state.logs, `${name}.log`)

/** Waits until the address answers at all: what it answers is for its own tests. */
async function waitForHttp(
  url: string,
  name: string,
  logPath: string,
  hasEnded: () => boolean,
): Promise<void> {
  const deadline = Date.now() + 90_000
  while (true) {
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000) })
      await response.body?.cancel()
      return
    } catch {
      if (hasEnded() || Date.now() > deadline) {
        throw new PlainError(
          `${name} does not answer on ${url}.`,
          `The end of ${logPath}:\n${tailOfLog(logPath)}`,
        )
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function startDatabase({ state, ports, secrets, addresses, supervisor }: Running): Promise<string> {
  const isNew = !existsSync(state.database)
  await supervisor.run(async () => {
    const server = await startPostgres({
      dataFolder: state.database,
      logPath: logOf(state, "postgres"),
      port: ports.database,
      superuserPassword: secrets.superuserPassword,
      durable: true,
    })
    return server.process
  })
  await prepareDatabase(addresses.superuserDatabaseUrl, secrets)
  const version = await withClient(addresses.ownerDatabaseUrl, async (client) => {
    const result = await client.query<{ server_version: string }>("show server_version")
    return result.rows[0]?.server_version
  })
  return `PostgreSQL ${version} on port ${ports.database}, ${isNew ? "new" : "data kept"}`
}

async function migrate({ addresses, secrets }: Running): Promise<string> {
  const count = await migrateDatabase(addresses.ownerDatabaseUrl)
  await setLoginPasswords(addresses.ownerDatabaseUrl, secrets)
  await migrateWorker(addresses.workerDatabaseUrl)
  await installSealKey(addresses.ownerDatabaseUrl, secrets.sealKey)
  return count === 0 ? "up to date" : `${count} applied`
}

async function startServices({ state, ports, secrets, addresses, supervisor }: Running): Promise<void> {
  const settings: SupabaseApiSettings = {
    port: ports.supabase,
    databaseUrl: addresses.authDatabaseUrl,
    appUrl: addresses.appUrl,
    smtpPort: ports.smtp,
    mailFrom: "accounts@holdfast.test",
    jwtSecret: secrets.jwtSecret,
    jwtPrivateKey: secrets.jwtPrivateKey,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
  }
  const mailbox = await supervisor.run(() =>
    startProgram("supabase/local/mailbox.ts", {
      name: "mailbox",
      args: [state.mailbox, String(ports.smtp), String(ports.mailbox)],
      logPath: logOf(state, "mailbox"),
    }),
  )
  const api = await supervisor.run(() =>
    startProgram("supabase/local/supabase-api.ts", {
      name: "supabase",
      env: { ...process.env, ...quietEnvironment, HOLDFAST_SUPABASE_API: JSON.stringify(settings) },
      logPath: logOf(state, "supabase"),
    }),
  )
  await Promise.all([
    waitForHttp(addresses.mailboxUrl, "The mailbox", logOf(state, "mailbox"), mailbox.hasEnded),
    waitForHttp(
      `${addresses.supabaseUrl}/auth/v1/settings`,
      "The Supabase API",
      logOf(state, "supabase"),
      api.hasEnded,
    ),
  ])
}

async function seed(running: Running, env: Environment): Promise<string> {
  const { state, addresses, secrets } = running
  const resultPath = state.path("seed.json")
  const child = startProgram("supabase/local/run-seed.ts", {
    name: "seed",
    args: [resultPath],
    env: {
      ...env,
      OWNER_DATABASE_URL: addresses.ownerDatabaseUrl,
      WORKER_DATABASE_URL: addresses.workerDatabaseUrl,
      DEMO_PASSWORD: secrets.demoPassword,
    },
    logPath: logOf(state, "seed"),
  })
  const code = await child.ended
  if (code !== 0) throw new PlainError("The seed failed.", tailOfLog(logOf(state, "seed"), 40))
  const result = readJson<SeedResult>(resultPath)
  return result?.tenants.length
    ? `${result.tenants.map((tenant) => tenant.slug).join(", ")}`
    : "nothing to seed"
}

async function serve(running: Running, mode: RunOptions["mode"], env: Environment): Promise<string> {
  const { state, addresses, port, supervisor } = running
  if (existsSync(join(repositoryRoot, workerProgram))) {
    await supervisor.run(
      () =>
        startProgram(workerProgram, {
          name: "worker",
          env: { ...env, WORKER_DATABASE_URL: addresses.workerDatabaseUrl },
          logPath: logOf(state, "worker"),
        }),
      { vital: false },
    )
  }
  const webLog = logOf(state, "web")
  const web = await supervisor.run(() =>
    startProcess({
      name: "web",
      file: process.execPath,
      args: [serveProgram, mode, "--port", String(port)],
      env: { ...env, NODE_ENV: mode === "dev" ? "development" : "production" },
      logPath: mode === "dev" ? "inherit" : webLog,
    }),
  )
  await waitForHttp(`http://127.0.0.1:${port}/api/health`, "The application", webLog, web.hasEnded)
  return `on port ${port}`
}

function announce({ state, addresses }: Running, stack: StackFile): void {
  const line = (name: string, value: string) => console.log(`  ${name.padEnd(12)} ${value}`)
  console.log("\nHoldfast is ready.\n")
  line("Application", addresses.appUrl)
  for (const tenant of stack.tenants) {
    line(
      `  ${tenant.slug}`,
      `${addresses.appUrl}/${tenant.slug} (booking), ${addresses.appUrl}/${tenant.slug}/desk (staff)`,
    )
  }
  line("Mailbox", addresses.mailboxUrl)
  line("Supabase", addresses.supabaseUrl)
  line("State", `${state.root} (stack.json, logs/)`)
  if (stack.accounts.length > 0) {
    console.log("\nDemo accounts:")
    for (const { tenantSlug, role, email, password } of stack.accounts) {
      console.log(`  ${tenantSlug.padEnd(10)} ${role.padEnd(10)} ${email.padEnd(30)} ${password}`)
    }
  }
  console.log("\nCtrl-C stops everything. `npm start -- --reset` begins again with fresh data.")
}

/** Runs until it is told to stop. Resolves with the exit code. */
export async function runStack({ mode, reset }: RunOptions): Promise<number> {
  const port = Number(process.env.PORT ?? 3000)
  const state = openStateFolder()
  const unlock = lockFolder(state, port)
  const supervisor = createSupervisor({ say: (line) => console.log(`! ${line}`) })
  let tellStop: (reason: string) => void = () => {}
  const stopped = new Promise<string>((resolve) => {
    tellStop = resolve
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => tellStop(signal))
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && tellStop("the parent is gone"), 1000).unref()

  const bringUp = async (): Promise<void> => {
    await demandFreePort(port)
    if (reset) resetFolder(state)
    lockFolder(state, port)
    rmSync(state.path("stack.json"), { force: true })
    const secrets = await loadSecrets(state)
    const ports = await choosePorts(state)
    const addresses = nameAddresses(ports, secrets, process.env.APP_URL ?? `http://localhost:${port}`)
    const running: Running = { state, secrets, ports, addresses, port, supervisor }
    const env = webEnvironment(state, addresses, ports, secrets, port)
    const { step } = createProgress()
    await step("install", async () => "the packages are in place")
    await step("database", () => startDatabase(running))
    await step("migrate", () => migrate(running))
    const services = startServices(running)
    services.catch(() => {})
    await step("seed", () => seed(running, env))
    if (mode === "start") await step("build", () => buildApp(env, logOf(state, "build")))
    await step("serve", async () => {
      await services
      return serve(running, mode, env)
    })
    const seeded = readJson<SeedResult>(state.path("seed.json")) ?? { tenants: [], accounts: [] }
    const stack: StackFile = {
      appUrl: addresses.appUrl,
      supabaseUrl: addresses.supabaseUrl,
      mailboxUrl: addresses.mailboxUrl,
      ownerDatabaseUrl: addresses.ownerDatabaseUrl,
      appDatabaseUrl: addresses.appDatabaseUrl,
      ...seeded,
    }
    writePrivateJson(state.path("stack.json"), stack)
    announce(running, stack)
  }

  try {
    const outcome = await Promise.race([
      bringUp().then(() => "up" as const),
      stopped.then(() => "stopped" as const),
      supervisor.failed,
    ])
    const reason = outcome === "up" ? await Promise.race([stopped, supervisor.failed]) : outcome
    const wasTold = reason === "stopped" || /^SIG|parent/.test(reason)
    console.log(wasTold ? "\nStopping …" : `\n✗ ${reason} The logs are in ${state.logs}.`)
    return wasTold ? 0 : 1
  } finally {
    await supervisor.stopAll()
    unlock()
  }
}

/** Loads `.env` when there is one; what the shell has set wins. */
export function loadDotEnv(): void {
  const path = join(repositoryRoot, ".env")
  if (existsSync(path) && readFileSync(path, "utf8").trim()) process.loadEnvFile(path)
}
