import "server-only"
import { checkZoneData, nodeWallTime } from "#lib/availability/check-zone-data"
import { env } from "#lib/base/env"
import { pool } from "#lib/db/pool"

type Part = "ok" | "failed"
export type Readiness = {
  readonly status: Part
  readonly parts: {
    readonly database: Part
    readonly auth: Part
    readonly jobs: Part
    readonly zoneData: Part
  }
}

const timeoutMs = 3_000
const rememberMs = 1_000

let latest: { readonly answer: Promise<Readiness>; readonly until: number } | undefined
let zoneData: Part | undefined

/**
 * Whether this process could serve a customer now. Asked at most once a second, however often anybody calls: the
 * address is open to all and must not become a way to keep the database busy.
 */
export function checkReadiness(): Promise<Readiness> {
  if (!latest || latest.until < Date.now()) latest = { answer: ask(), until: Date.now() + rememberMs }
  return latest.answer
}

async function ask(): Promise<Readiness> {
  zoneData ??= checkZoneData(nodeWallTime).length === 0 ? "ok" : "failed"
  const [store, auth] = await Promise.all([inTime(askDatabase()), inTime(askAuth())])
  const parts = {
    database: store === undefined ? "failed" : "ok",
    auth: auth ? "ok" : "failed",
    jobs: store ? "ok" : "failed",
    zoneData,
  } as const
  return { status: Object.values(parts).every((part) => part === "ok") ? "ok" : "failed", parts }
}

/** Undefined when it failed or took too long. What went wrong stays here: the answer is public. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs)
  })
  return Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(timer))
}

/** Whether jobs move; that it answers at all says that the database does. No tenant, no seal: the weakest role. */
async function askDatabase(): Promise<boolean> {
  const client = await pool().connect()
  let failure: Error | undefined
  try {
    const [, , , answer] = await Promise.all([
      client.query("begin read only"),
      client.query("set local role app_guest"),
      client.query(`set local statement_timeout = ${timeoutMs}`),
      client.query<{ ready: boolean }>("select app.jobs_ready() as ready"),
      client.query("commit"),
    ])
    return answer.rows[0]?.ready === true
  } catch (error) {
    failure = error as Error
    throw error
  } finally {
    client.release(failure)
  }
}

async function askAuth(): Promise<boolean> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env()
  const answer = await fetch(`${SUPABASE_URL}/auth/v1/settings`, {
    headers: { apikey: SUPABASE_PUBLISHABLE_KEY },
    signal: AbortSignal.timeout(timeoutMs),
    cache: "no-store",
  })
  await answer.body?.cancel()
  return answer.ok
}
