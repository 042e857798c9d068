/** A stack of its own for journeys and load: temporary folder, free port, production build, gone afterwards. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findFreePorts } from "./choose-ports.ts"
import { resetFolder } from "./lock-folder.ts"
import { PlainError } from "./plain-error.ts"
import { type Environment, startProgram } from "./start-process.ts"
import { openStateFolder, readJson, type StackFile } from "./state-folder.ts"

export interface TemporaryStack {
  file: StackFile
  /** The environment in which tools find it (HOLDFAST_DIR). */
  env: Environment
  stop(): Promise<void>
}

/** Starts `npm start`'s own program and waits until it is ready. `running` learns of it, to stop it on Ctrl-C. */
export async function startTemporaryStack(running: { stop(): Promise<void> }[]): Promise<TemporaryStack> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-stack-"))
  const state = openStateFolder(folder)
  const [port = 0] = await findFreePorts(1)
  const { SUPABASE_URL: _a, DATABASE_URL: _b, APP_URL: _c, ...inherited } = process.env
  const env: Environment = { ...inherited, HOLDFAST_DIR: state.root, PORT: String(port) }
  const child = startProgram("supabase/local/start.ts", {
    name: "stack",
    env,
    logPath: "inherit",
    stopTimeoutMs: 40_000,
  })
  running.push(child)
  const stop = async () => {
    await child.stop()
    const place = running.indexOf(child)
    if (place >= 0) running.splice(place, 1)
    resetFolder(state)
    rmSync(folder, { recursive: true, force: true })
  }
  while (true) {
    const file = readJson<StackFile>(state.path("stack.json"))
    if (file) return { file, env, stop }
    if (child.hasEnded()) {
      await stop()
      throw new PlainError("The stack did not start.", "Its messages are above.")
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
