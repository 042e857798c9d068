import { mkdirSync, rmSync } from "node:fs"
import { PlainError } from "./plain-error.ts"
import { removeDataFolder } from "./postgres-server.ts"
import { readJson, type StateFolder, writePrivateJson } from "./state-folder.ts"

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** One stack per state folder. Returns the function that gives the folder back. */
export function lockFolder(state: StateFolder, port: number): () => void {
  const path = state.path("running.json")
  const other = readJson<{ pid: number; port: number }>(path)
  if (other && other.pid !== process.pid && isAlive(other.pid)) {
    throw new PlainError(
      `Holdfast already runs from ${state.root}: process ${other.pid}, port ${other.port}.`,
      "Stop that one first (Ctrl-C in its window), or give this one a folder of its own with HOLDFAST_DIR.",
    )
  }
  writePrivateJson(path, { pid: process.pid, port })
  mkdirSync(state.logs, { recursive: true, mode: 0o700 })
  return () => rmSync(path, { force: true })
}

/** Removes what the stack made in its folder, and nothing else. */
export function resetFolder(state: StateFolder): void {
  removeDataFolder(state.database)
  for (const name of ["mailbox", "logs", "secrets.json", "ports.json", "stack.json", "seed.json"]) {
    rmSync(state.path(name), { recursive: true, force: true })
  }
}
