import "server-only"
import pg from "pg"
import { env } from "#lib/base/env"

// Calendar dates stay text: a `date` turned into a JavaScript Date would shift with the server's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

const key = Symbol.for("holdfast.pool")
type WithPool = typeof globalThis & { [key]?: pg.Pool }

/** Opens a pool as app_server. Pipelining sends BEGIN, context and the first query in one round trip. */
export function openPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: "holdfast",
  } as pg.PoolConfig)
  // An idle connection that dies (the database restarts) must not end the process.
  pool.on("error", () => {})
  return pool
}

/** The pool of this process. Kept on globalThis, because the bundler instantiates modules more than once. */
export function pool(): pg.Pool {
  const holder = globalThis as WithPool
  holder[key] ??= openPool(env().DATABASE_URL, env().DATABASE_POOL_SIZE)
  return holder[key]
}
