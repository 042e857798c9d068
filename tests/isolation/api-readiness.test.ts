import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import pg from "pg"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { cloneDatabase } from "#tests/support/database"

const database = await cloneDatabase()
let authStatus = 200
const auth = createServer((_request, response) => response.writeHead(authStatus).end("{}"))
await new Promise<void>((resolve) => auth.listen(0, "127.0.0.1", resolve))
process.env.SUPABASE_URL = `http://127.0.0.1:${(auth.address() as AddressInfo).port}`

const health = await import("../../app/api/health/route.ts")
const ready = await import("../../app/api/health/ready/route.ts")
const worker = new pg.Client(database.workerUrl)
worker.on("error", () => {})

async function ask(): Promise<{ status: number; body: Record<string, unknown> }> {
  // An answer is remembered for a second.
  vi.setSystemTime(Date.now() + 2_000)
  const response = await ready.GET()
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const well = { database: "ok", auth: "ok", jobs: "ok", zoneData: "ok" }

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] })
  await worker.connect()
})
afterEach(() => {
  authStatus = 200
})
afterAll(async () => {
  vi.useRealTimers()
  await worker.end().catch(() => {})
  auth.close()
  await database.drop()
})

describe("health", () => {
  it("is alive without asking anybody", async () => {
    expect(await (await health.GET()).json()).toEqual({ status: "ok" })
  })

  it("is ready when database, auth, jobs and zone data are, and says no more than that", async () => {
    expect(await ask()).toEqual({ status: 200, body: { status: "ok", parts: well } })
  })

  it("asks at most once a second, however many want to know", async () => {
    const asked = vi.spyOn(globalThis, "fetch")
    vi.setSystemTime(Date.now() + 2_000)
    await Promise.all(Array.from({ length: 50 }, () => ready.GET()))
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
  })

  it("names sick auth", async () => {
    authStatus = 500
    expect(await ask()).toEqual({
      status: 503,
      body: { status: "failed", parts: { ...well, auth: "failed" } },
    })
  })

  it("names jobs that nobody takes", async () => {
    await worker.query(
      "select graphile_worker.add_job('left-lying', '{}', run_at => now() - interval '6 minutes')",
    )
    expect(await ask()).toEqual({
      status: 503,
      body: { status: "failed", parts: { ...well, jobs: "failed" } },
    })
    await worker.query("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))")
    expect((await ask()).status).toBe(200)
  })

  it("names a database that is gone, and jobs with it", async () => {
    await database.drop()
    expect(await ask()).toEqual({
      status: 503,
      body: { status: "failed", parts: { ...well, database: "failed", jobs: "failed" } },
    })
  })
})
