import "server-only"
import { createHash } from "node:crypto"
import type { Socket } from "node:net"
import type { RawBuilder } from "kysely"
import type pg from "pg"
import type { Permission } from "#lib/access/permissions"
import { type Claims, sealContext } from "#lib/crypto/seal-context"
import { DatabaseError, DatabaseUnavailable, toDatabaseError } from "#lib/db/database-error"
import { query, type Statement } from "#lib/db/query"

declare const held: unique symbol

/**
 * The only handle with which domain code reaches Postgres: one transaction, one tenant, one actor. A function that
 * takes `Tx<"a" | "b">` is satisfied by a holder of either permission; only a door mints one, and only after the
 * database agreed (`app.demand`).
 */
export interface Tx<P extends Permission> {
  readonly [held]: P
  readonly tenantId: string
  readonly claims: Claims
  /** The link token behind `claims.linkHash`: presented by the caller, or minted by the door for a new hold. */
  readonly linkToken: string | undefined
  /** The clock of this request. Domain code has no other. */
  readonly now: Date
  all<R>(statement: Statement<R>): Promise<R[]>
  first<R>(statement: Statement<R>): Promise<R | undefined>
  /** Number of rows written. */
  run(statement: Statement<unknown>): Promise<number>
}

type Opening = {
  readonly claims: Claims
  /** Asked first, inside the transaction; 42501 when the answer is no. Null only before a tenant is chosen. */
  readonly permission: Permission | null
  readonly sealKey: Uint8Array
  readonly now: Date
  readonly linkToken?: string
  /** Reads only: the end of the transaction cannot lose anything, so nobody waits for it. */
  readonly readOnly?: boolean
}

const roleOf = { guest: "app_guest", member: "app_member", job: "app_job" } as const

/**
 * Runs `work` in one transaction as a weak request role under a sealed context, and commits: or undoes it all, when
 * `keeps` says of its result that nothing of it shall stay.
 * @throws DatabaseError with its SQLSTATE; DatabaseUnavailable when Postgres cannot be reached.
 */
export async function withTransaction<P extends Permission, T>(
  pool: pg.Pool,
  opening: Opening,
  work: (tx: Tx<P>) => Promise<T>,
  keeps: (result: T) => boolean = () => true,
): Promise<T> {
  if (opening.claims.kind === "operator") throw new Error("an operator does not act through the application")
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error)
  })
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on("error", onError)
  const release = () => {
    client.off("error", onError)
    client.release(broken)
  }
  const undo = () =>
    client.query("rollback").then(
      () => {},
      (fault: Error) => {
        broken = fault
      },
    )
  try {
    const opened = open(client, opening)
    opened.catch(() => {})
    const result = await work(handle<P>(client, opening, opened))
    await opened
    if (opening.readOnly) {
      undo().then(release)
      return result
    }
    if (!keeps(result)) await undo()
    else {
      const committed = await client.query("commit")
      // Postgres answers COMMIT of a failed transaction with ROLLBACK and no error.
      if (committed.command !== "COMMIT") throw new DatabaseError("25P02")
    }
    release()
    return result
  } catch (error) {
    await undo()
    release()
    throw isDriverError(error) ? toDatabaseError(error) : error
  }
}

function isDriverError(error: unknown): boolean {
  if (error instanceof DatabaseError || error instanceof DatabaseUnavailable || !(error instanceof Error))
    return false
  return (
    "severity" in error ||
    "syscall" in error ||
    /^(Connection terminated|Client has|Query read timeout)/.test(error.message)
  )
}

/**
 * Sends BEGIN, role, seal and demand without waiting: they travel with the first query. Plans are generic: every hot
 * query begins with the tenant and ends in an index, and left to itself Postgres plans some of them anew each time,
 * because a plan for a one-element array looks cheaper than one for any array.
 */
async function open(client: pg.PoolClient, opening: Opening): Promise<void> {
  const { claims, sealKey, now, permission } = opening
  const seal = sealContext(claims, sealKey, now.getTime())
  gather(client)
  const sent = [
    client.query(opening.readOnly ? "begin read only" : "begin"),
    client.query({
      name: "open",
      text: `select set_config('role', $1, true), set_config('app.seal', $2, true),
        set_config('statement_timeout', '10s', true), set_config('lock_timeout', '5s', true),
        set_config('idle_in_transaction_session_timeout', '20s', true),
        set_config('plan_cache_mode', 'force_generic_plan', true)`,
      values: [roleOf[claims.kind as keyof typeof roleOf], seal],
    }),
  ]
  if (permission)
    sent.push(client.query({ name: "demand", text: "select app.demand($1)", values: [permission] }))
  const settled = await Promise.allSettled(sent)
  // The first failure is the cause; those behind it only say that the transaction is aborted.
  const failure = settled.find((one) => one.status === "rejected")
  if (failure?.status === "rejected") throw failure.reason
}

/** What is sent in this turn leaves in one write: the opening and the first query are one system call, not four. */
function gather(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

const statementNames = new Map<string, string>()

/** Named statements are planned once per connection. The set of texts is finite: queries take parameters only. */
function nameOf(text: string): string {
  let name = statementNames.get(text)
  if (!name) {
    name = createHash("sha256").update(text).digest("base64url").slice(0, 24)
    statementNames.set(text, name)
  }
  return name
}

function handle<P extends Permission>(client: pg.PoolClient, opening: Opening, opened: Promise<void>): Tx<P> {
  async function send(statement: Statement<unknown>): Promise<pg.QueryResult> {
    const { sql, parameters } = (statement as RawBuilder<unknown>).compile(query)
    const result = client.query({ name: nameOf(sql), text: sql, values: [...parameters] })
    result.catch(() => {})
    await opened.catch((error: unknown) => {
      throw toDatabaseError(error)
    })
    return result.catch((error: unknown) => {
      throw toDatabaseError(error)
    })
  }
  const tx = {
    tenantId: opening.claims.tenantId ?? "",
    claims: opening.claims,
    linkToken: opening.linkToken,
    now: opening.now,
    all: async (statement) => (await send(statement)).rows,
    first: async (statement) => (await send(statement)).rows[0],
    run: async (statement) => (await send(statement)).rowCount ?? 0,
  } as Tx<P>
  clients.set(tx, client)
  return tx
}

const clients = new WeakMap<object, pg.PoolClient>()

/**
 * Runs `work` so that a refusal leaves nothing behind while the transaction goes on (to keep the answer, say).
 * Throws what `work` throws, after undoing what it did. Attempts may be nested: each releases its own savepoint,
 * or an outer one would roll back only to the innermost of the same name.
 */
export async function attempt<P extends Permission, T extends { readonly ok: boolean }>(
  tx: Tx<P>,
  work: (tx: Tx<P>) => Promise<T>,
): Promise<T> {
  const client = clients.get(tx)
  if (!client) throw new Error("not a handle")
  const send = (text: string) => {
    const sent = client.query(text)
    sent.catch(() => {})
    return sent
  }
  const saved = send("savepoint attempt")
  try {
    const result = await work(tx)
    await saved
    if (!result.ok) send("rollback to savepoint attempt")
    await send("release savepoint attempt")
    return result
  } catch (error) {
    send("rollback to savepoint attempt")
    await send("release savepoint attempt").catch(() => {})
    throw error
  }
}
