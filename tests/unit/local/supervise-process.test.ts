import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { startProcess } from "../../../supabase/local/start-process.ts"
import { createSupervisor } from "../../../supabase/local/supervise-process.ts"

const folder = mkdtempSync(join(tmpdir(), "holdfast-processes-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sleeper = (name: string) =>
  startProcess({
    name,
    file: process.execPath,
    args: ["-e", "setInterval(() => {}, 1000)"],
    logPath: join(folder, "log"),
  })

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("it did not happen within 10 s")
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe("the processes of the stack", () => {
  test("one that is killed is started again, and all are stopped at the end", async () => {
    const pids: number[] = []
    const supervisor = createSupervisor({ say() {} })
    await supervisor.run(() => {
      const child = sleeper("sleeper")
      pids.push(child.pid)
      return child
    })
    process.kill(pids[0] ?? 0, "SIGKILL")
    await until(() => pids.length === 2)
    await supervisor.stopAll()
    expect(pids.filter(isAlive)).toEqual([])
  })

  test("one that ends again and again is given up, in a sentence", async () => {
    const supervisor = createSupervisor({ say() {}, firstPauseMs: 1 })
    await supervisor.run(() =>
      startProcess({ name: "brief", file: process.execPath, args: ["-e", ""], logPath: join(folder, "log") }),
    )
    expect(await supervisor.failed).toMatch(/^brief ended 11 times within a minute/)
    await supervisor.stopAll()
  })

  test.skipIf(process.platform === "win32")("end with a parent that was killed without warning", async () => {
    const source = join(folder, "parent.ts")
    const module = new URL("../../../supabase/local/start-process.ts", import.meta.url).href
    writeFileSync(
      source,
      `import { startProcess } from ${JSON.stringify(module)}
       const child = startProcess({ name: "child", file: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"], logPath: ${JSON.stringify(join(folder, "log"))} })
       console.log(child.pid)
       setInterval(() => {}, 1000)`,
    )
    const parent = spawn(process.execPath, [source], { stdio: ["ignore", "pipe", "inherit"] })
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (data) => resolve(Number(data))),
    )
    expect(isAlive(pid)).toBe(true)
    parent.kill("SIGKILL")
    await until(() => !isAlive(pid))
  })
})
