import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { choosePorts, demandFreePort, findFreePorts } from "../../../supabase/local/choose-ports.ts"
import { loadSecrets } from "../../../supabase/local/create-secrets.ts"
import { lockFolder, resetFolder } from "../../../supabase/local/lock-folder.ts"
import { startPostgres } from "../../../supabase/local/postgres-server.ts"
import { openStateFolder, readJson, writePrivateJson } from "../../../supabase/local/state-folder.ts"

const folder = mkdtempSync(join(tmpdir(), "holdfast-state-"))
const state = openStateFolder(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("the state folder", () => {
  test.skipIf(process.platform === "win32")(
    "what carries passwords is readable by its owner alone",
    async () => {
      writePrivateJson(state.path("stack.json"), { ownerDatabaseUrl: "postgresql://…" })
      await loadSecrets(state)
      for (const name of ["stack.json", "secrets.json"]) {
        expect(statSync(state.path(name)).mode & 0o777).toBe(0o600)
      }
    },
  )

  test("secrets and ports are made once and kept", async () => {
    const secrets = await loadSecrets(state)
    expect(await loadSecrets(state)).toEqual(secrets)
    expect(Buffer.from(secrets.sealKey, "base64")).toHaveLength(32)
    const ports = await choosePorts(state)
    expect(await choosePorts(state)).toEqual(ports)
    expect(new Set(Object.values(ports)).size).toBe(4)
  })

  test("a second stack in the same folder is refused by name", () => {
    const parent = process.ppid
    writePrivateJson(state.path("running.json"), { pid: parent, port: 3000 })
    expect(() => lockFolder(state, 3001)).toThrow(new RegExp(`process ${parent}, port 3000`))
    rmSync(state.path("running.json"))
    lockFolder(state, 3001)()
  })

  test("a reset removes what the stack made and nothing else", () => {
    mkdirSync(state.database, { recursive: true })
    writeFileSync(state.path("mine.txt"), "keep")
    resetFolder(state)
    expect(readJson(state.path("secrets.json"))).toBeUndefined()
    expect(statSync(state.path("mine.txt")).isFile()).toBe(true)
  })
})

describe("what is wrong is said plainly", () => {
  test("a taken port: which, and what to do", async () => {
    const [port = 0] = await findFreePorts(1)
    const other = createServer().listen(port, "127.0.0.1")
    await new Promise((resolve) => other.once("listening", resolve))
    await expect(demandFreePort(port)).rejects.toMatchObject({
      name: "PlainError",
      message: `Port ${port} is taken by another program.`,
      advice: expect.stringContaining(`PORT=${port + 1} npm start`),
    })
    await new Promise((resolve) => other.close(resolve))
    await expect(demandFreePort(port)).resolves.toBeUndefined()
  })

  test("a data folder of a newer Postgres: which version, and what to do", async () => {
    const dataFolder = join(folder, "newer")
    mkdirSync(dataFolder)
    writeFileSync(join(dataFolder, "PG_VERSION"), "99\n")
    const attempt = startPostgres({
      dataFolder,
      logPath: join(folder, "postgres.log"),
      port: 1,
      superuserPassword: "unused",
      durable: false,
    })
    await expect(attempt).rejects.toMatchObject({
      name: "PlainError",
      message: expect.stringMatching(/written by PostgreSQL 99; this checkout brings PostgreSQL \d+/),
      advice: expect.stringContaining("--reset"),
    })
  })
})
