import { spawn } from "node:child_process"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { Logger, runMigrations } from "graphile-worker"
import { PlainError } from "./plain-error.ts"
import { withClient } from "./prepare-database.ts"
import { repositoryRoot } from "./state-folder.ts"

/** The environment in which a vendor's CLI says nothing to its vendor. */
export const quietEnvironment = { SUPABASE_TELEMETRY_DISABLED: "1", LITE_TELEMETRY: "0", DO_NOT_TRACK: "1" }

const cliName = process.platform === "win32" ? "supabase.cmd" : "supabase"

/** Runs the Supabase CLI from npm against a database address, without Docker and without a login. */
export function runSupabaseCli(
  args: string[],
  databaseUrl: string,
  workdir = repositoryRoot,
): Promise<{ code: number; output: string; errors: string }> {
  // The password travels in the environment: arguments are visible to every user of the machine.
  const address = new URL(databaseUrl)
  const password = decodeURIComponent(address.password)
  address.password = ""
  return new Promise((resolve, reject) => {
    const child = spawn(
      join(repositoryRoot, "node_modules", ".bin", cliName),
      [...args, `--remote=${address.href}`, "--agent=no", "--yes", "--workdir", workdir],
      {
        cwd: workdir,
        env: { ...process.env, ...quietEnvironment, PGPASSWORD: password },
        stdio: ["ignore", "pipe", "pipe"],
        shell: process.platform === "win32",
      },
    )
    const collected = { output: "", errors: "" }
    child.stdout.on("data", (chunk: Buffer) => {
      collected.output += chunk.toString()
    })
    child.stderr.on("data", (chunk: Buffer) => {
      collected.errors += chunk.toString()
    })
    child.on("error", reject)
    child.on("close", (code) => resolve({ code: code ?? 1, ...collected }))
  })
}

const versionOf = (name: string): string => name.split("_", 1)[0] ?? name

function listMigrations(root: string): string[] {
  return readdirSync(join(root, "supabase", "migrations"))
    .filter((name) => /^\d{14}_.+\.sql$/.test(name))
    .sort()
}

/** Refuses a database that has migrations which this checkout does not know: it was written by a newer one. */
export async function demandKnownMigrations(ownerUrl: string, root = repositoryRoot): Promise<string[]> {
  const known = listMigrations(root).map(versionOf)
  const applied = await withClient(ownerUrl, async (client) => {
    const table = await client.query("select to_regclass('supabase_migrations.schema_migrations') as found")
    if (!table.rows[0]?.found) return []
    const rows = await client.query<{ version: string }>(
      "select version from supabase_migrations.schema_migrations order by version",
    )
    return rows.rows.map((row) => row.version)
  })
  const unknown = applied.filter((version) => !known.includes(version))
  if (unknown.length > 0) {
    throw new PlainError(
      `The database has migrations that this checkout does not (${unknown.join(", ")}): it is from a newer version.`,
      "Update this checkout, or wipe the data with `npm start -- --reset`.",
    )
  }
  return known.filter((version) => !applied.includes(version))
}

/** Applies what is missing, as `supabase db push` does on a hosted project. Returns how many were applied. */
export async function migrateDatabase(ownerUrl: string, root = repositoryRoot): Promise<number> {
  const missing = await demandKnownMigrations(ownerUrl, root)
  if (missing.length === 0) return 0
  const { code, output, errors } = await runSupabaseCli(["db", "push"], ownerUrl, root)
  if (code !== 0) throw new PlainError("A migration failed.", `${output}\n${errors}`.trim())
  return missing.length
}

/** graphile-worker's own tables, in the schema that our migrations made for it, owned by the role that runs it. */
export async function migrateWorker(workerUrl: string): Promise<void> {
  const logger = new Logger(() => (level, message) => {
    if (level === "error") console.error(message)
  })
  // The library's first step is `create schema if not exists`, which asks for CREATE on the database even when the
  // schema is there. app_worker has no such right, so this table, by which the library knows its schema, comes first.
  await withClient(workerUrl, (client) =>
    client.query(`create table if not exists graphile_worker.migrations (
      id int primary key, ts timestamptz not null default now(), breaking boolean not null default false)`),
  )
  await runMigrations({ connectionString: workerUrl, schema: "graphile_worker", logger })
}
