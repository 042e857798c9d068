import pg from "pg"
import { type Claims, sealContext } from "#lib/crypto/seal-context"
import type { RequestRole } from "#tests/isolation/stage/actors"
import { type Planted, plantTenant } from "#tests/isolation/stage/plant-tenant"
import { cloneDatabase, type TestDatabase } from "#tests/support/database"

export type Answer = {
  /** undefined: the statement ran */
  readonly sqlstate?: string
  readonly message?: string
  readonly constraint?: string
  readonly count: number
  readonly rows: readonly Record<string, unknown>[]
}

export type Stage = {
  readonly database: TestDatabase
  readonly superuser: pg.Client
  /** role `postgres` */
  readonly owner: pg.Client
  /** role app_server, one connection */
  readonly server: pg.Client
  readonly sealKey: Buffer
  readonly here: Planted
  readonly there: Planted
  close(): Promise<void>
}

/** A migrated database of its own with two populated practices, and the three who connect to it. */
export async function openStage(): Promise<Stage> {
  const database = await cloneDatabase()
  const sealKey = Buffer.from(database.sealKey, "base64")
  const [superuser, owner, server] = await Promise.all(
    [database.superuserUrl, database.ownerUrl, database.appUrl].map(connect),
  )
  if (!superuser || !owner || !server) throw new Error("not connected")
  const here = await plantTenant(owner, sealKey, "here")
  const there = await plantTenant(owner, sealKey, "there")
  async function close() {
    await Promise.all([superuser, owner, server].map((client) => client?.end()))
    await database.drop()
  }
  return { database, superuser, owner, server, sealKey, here, there, close }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on("error", () => {})
  await client.connect()
  return client
}

/** Runs `work` in a transaction as a request role under the given seal; then commits or rolls back. */
export async function underSeal(
  client: pg.Client,
  role: RequestRole,
  seal: string | null,
  end: "commit" | "rollback",
  work: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  await client.query("begin")
  try {
    await client.query("select set_config('role', $1, true)", [role])
    if (seal !== null) await client.query("select set_config('app.seal', $1, true)", [seal])
    const answer = await work(client)
    if (answer.sqlstate || end === "rollback") return answer
    const committed = await ask(client, "commit")
    return committed.sqlstate ? committed : answer
  } finally {
    await client.query("rollback")
  }
}

/** One statement; an error of Postgres is an answer too. */
export async function ask(client: pg.Client, text: string, values: unknown[] = []): Promise<Answer> {
  try {
    const { rows, rowCount } = await client.query(text, values)
    return { count: rowCount ?? 0, rows }
  } catch (error) {
    const { code, message, constraint } = error as pg.DatabaseError
    if (!code) throw error
    return { sqlstate: code, message, constraint, count: 0, rows: [] }
  }
}

/** One statement as an actor with honest claims. */
export function askAs(
  stage: Pick<Stage, "server" | "sealKey">,
  role: RequestRole,
  claims: Claims,
  text: string,
  values: unknown[] = [],
  end: "commit" | "rollback" = "rollback",
): Promise<Answer> {
  const seal = sealContext(claims, stage.sealKey, Date.now())
  return underSeal(stage.server, role, seal, end, (client) => ask(client, text, values))
}
