// What the bench programs share: a Postgres of their own, the application's doors on it, and comparisons that alternate.
// Every target is a ratio of two things measured in one run; on a busy machine both are slow together.
import pg from "pg"
import { openPool } from "#lib/db/pool"
import { type PlantedPractice, plantPractice } from "#tests/support/plant-practice"
import { type ScratchCluster, startScratchCluster } from "../supabase/local/scratch-cluster.ts"

export interface BenchDatabase {
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  sealKey: string
}

export interface Bench {
  cluster: ScratchCluster
  database: BenchDatabase
  practice: PlantedPractice
}

export const benchPoolSize = 24

export async function createDatabase(cluster: ScratchCluster, name: string): Promise<BenchDatabase> {
  const urls = await cluster.createMigrated(name)
  return { ...urls, sealKey: cluster.secrets.sealKey }
}

/** Lets the doors of this process work on that database. The pool is the process's one, as in lib/db/pool.ts. */
export async function enterHere(database: BenchDatabase): Promise<void> {
  Object.assign(process.env, {
    APP_URL: "http://localhost:3000",
    SUPABASE_URL: "http://127.0.0.1:1",
    SUPABASE_PUBLISHABLE_KEY: "bench",
    DATABASE_URL: database.appUrl,
    DATABASE_POOL_SIZE: String(benchPoolSize),
    SEAL_KEY: database.sealKey,
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "bench@holdfast.test",
  })
  const holder = globalThis as unknown as Record<symbol, pg.Pool | undefined>
  const key = Symbol.for("holdfast.pool")
  await holder[key]?.end()
  holder[key] = openPool(database.appUrl, benchPoolSize)
}

export async function leave(): Promise<void> {
  const holder = globalThis as unknown as Record<symbol, pg.Pool | undefined>
  await holder[Symbol.for("holdfast.pool")]?.end()
  holder[Symbol.for("holdfast.pool")] = undefined
}

export async function withBench(work: (bench: Bench) => Promise<void>): Promise<void> {
  const cluster = await startScratchCluster()
  try {
    const database = await createDatabase(cluster, "bench")
    await enterHere(database)
    const practice = await plantPractice(database, { practitioners: 20, rooms: 6, zone: "Etc/UTC" })
    await work({ cluster, database, practice })
  } finally {
    await leave()
    await cluster.stop()
  }
}

export async function asSuperuser<T>(
  database: BenchDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
export const median = (values: readonly number[]): number => percentile(ascending(values), 0.5)

/** Milliseconds of each call, one after the other, in order of size. */
export async function timeCalls(calls: number, call: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < calls; i++) {
    const started = performance.now()
    await call()
    times.push(performance.now() - started)
  }
  return ascending(times)
}

/** Median milliseconds of two calls and the median of their ratios, taken in turns so that noise meets both. */
export async function compare(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
  { rounds = 21, calls = 60, warmUp = 150 } = {},
): Promise<{ oneMs: number; otherMs: number; ratio: number }> {
  await timeCalls(warmUp, one)
  await timeCalls(warmUp, other)
  const [ones, others]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    ones.push(percentile(await timeCalls(calls, one), 0.5))
    others.push(percentile(await timeCalls(calls, other), 0.5))
  }
  const ratios = ones.map((value, i) => value / (others[i] as number))
  return { oneMs: median(ones), otherMs: median(others), ratio: median(ratios) }
}

/** Calls per second of `workers` at once. */
export async function callsPerSecond(
  workers: number,
  calls: number,
  call: () => Promise<unknown>,
): Promise<number> {
  let begun = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (begun++ < calls) await call()
    }),
  )
  return (calls * 1000) / (performance.now() - started)
}

export const missed: string[] = []

/** One line of the report. `within` says whether the figure meets its target; what misses is told again at the end. */
export function report(what: string, figure: string, target?: { text: string; met: boolean }): void {
  const verdict = target ? `${target.text}: ${target.met ? "met" : "MISSED"}` : ""
  if (target && !target.met) missed.push(what)
  console.log(`${what.padEnd(74)} ${figure.padStart(30)}   ${verdict}`)
}

export const atMost = (value: number, limit: number) => ({ text: `≤ ${limit}`, met: value <= limit })
export const atLeast = (value: number, limit: number) => ({ text: `≥ ${limit}`, met: value >= limit })
