import { readFileSync } from "node:fs"
import { getAuthSchemaSql, getStorageSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from "@supabase/lite"
import pg from "pg"
import type { Secrets } from "./state-folder.ts"

/** `url` with another user, password or database. */
export function changeUrl(
  url: string,
  change: { user?: string; password?: string; database?: string },
): string {
  const changed = new URL(url)
  if (change.user !== undefined) changed.username = change.user
  if (change.password !== undefined) changed.password = change.password
  if (change.database !== undefined) changed.pathname = `/${change.database}`
  return changed.href
}

export async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  // A server that is stopped under an idle client is not our error.
  client.on("error", () => {})
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The shim makes the schemas, with Supabase's owner; their admins may not create any. */
const withoutSchemas = (sql: string): string => sql.replaceAll(/CREATE SCHEMA IF NOT EXISTS \w+;/g, "")

async function setPassword(client: pg.Client, role: string, password: string): Promise<void> {
  await client.query(`alter role ${client.escapeIdentifier(role)} password ${client.escapeLiteral(password)}`)
}

/** Brings an empty database to the state in which hosted Supabase hands one over: roles, `auth`, `storage`, grants. */
export async function prepareDatabase(
  superuserUrl: string,
  secrets: Pick<Secrets, "ownerPassword" | "authAdminPassword">,
): Promise<void> {
  const shim = readFileSync(new URL("./shim.sql", import.meta.url), "utf8")
  await withClient(superuserUrl, async (client) => {
    await client.query(shim)
    await setPassword(client, "postgres", secrets.ownerPassword)
    await setPassword(client, "supabase_auth_admin", secrets.authAdminPassword)
    await client.query(`
      set role supabase_auth_admin;
      ${withoutSchemas(getAuthSchemaSql())}
      ${withoutSchemas(SUPABASE_AUTH_HELPERS_SQL)}
      reset role;
      set role supabase_storage_admin;
      ${withoutSchemas(getStorageSchemaSql())}
      reset role;
    `)
    // GoTrue's own migration: row-level security without a policy, and postgres may pass SELECT on.
    const tables = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'auth'",
    )
    for (const { name } of tables.rows) {
      await client.query(
        `alter table ${name} enable row level security; grant select on ${name} to postgres with grant option`,
      )
    }
  })
}

/** Gives the two logins of the application, which migrations create without one, their passwords. */
export async function setLoginPasswords(
  ownerUrl: string,
  secrets: Pick<Secrets, "appServerPassword" | "appWorkerPassword">,
): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await setPassword(client, "app_server", secrets.appServerPassword)
    await setPassword(client, "app_worker", secrets.appWorkerPassword)
  })
}

/** Tells the database the key of the sealed context (base64 of 32 bytes). */
export async function installSealKey(ownerUrl: string, sealKey: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query("set role private_owner")
    await client.query("select private.install_seal_key(1::smallint, $1)", [Buffer.from(sealKey, "base64")])
  })
}
