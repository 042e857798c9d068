/** Children of the stack: each in its own process group, logged to a file, and reaped even if we are killed. */
import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { repositoryRoot } from "./state-folder.ts"

export interface StackProcess {
  name: string
  pid: number
  logPath: string
  /** Resolves when the process has ended, with its exit code (null when a signal ended it). */
  ended: Promise<number | null>
  hasEnded(): boolean
  stop(): Promise<void>
}

export type Environment = Record<string, string | undefined>

export interface ProcessOptions {
  name: string
  file: string
  args: string[]
  env?: Environment
  cwd?: string
  /** A file, or `inherit` for our own output. */
  logPath: string
  uid?: number
  gid?: number
  stopSignal?: NodeJS.Signals
  stopTimeoutMs?: number
}

let reaper: ChildProcess | undefined

function tellReaper(line: string): void {
  if (!reaper) {
    reaper = spawn(process.execPath, [fileURLToPath(new URL("./reaper.ts", import.meta.url))], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    })
    reaper.unref()
    const input = reaper.stdin
    if (input && "unref" in input) (input as unknown as { unref(): void }).unref()
    input?.on("error", () => {})
  }
  reaper.stdin?.write(`${line}\n`)
}

export const nodeArguments = ["--conditions=react-server", "--disable-warning=ExperimentalWarning"]

export function startProcess(options: ProcessOptions): StackProcess {
  const log = options.logPath === "inherit" ? "inherit" : openSync(options.logPath, "a", 0o600)
  const child = spawn(options.file, options.args, {
    cwd: options.cwd ?? repositoryRoot,
    // The application's types demand more of an environment than a child of ours needs.
    env: (options.env ?? process.env) as NodeJS.ProcessEnv,
    stdio: ["ignore", log, log],
    // Its own group: Ctrl-C reaches only us, and we stop things in an order that loses nothing.
    detached: process.platform !== "win32",
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
  })
  if (log !== "inherit") closeSync(log)
  let over = false
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => {
      over = true
      if (child.pid) tellReaper(`forget ${child.pid}`)
      resolve(code)
    })
  })
  ended.catch(() => {
    over = true
  })
  const pid = child.pid ?? 0
  const stopSignal = options.stopSignal ?? "SIGTERM"
  if (pid) tellReaper(`watch ${pid} ${stopSignal}`)
  return {
    name: options.name,
    pid,
    logPath: options.logPath,
    ended,
    hasEnded: () => over,
    async stop() {
      if (over) return
      child.kill(stopSignal)
      const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), options.stopTimeoutMs ?? 8000)
      await ended.catch(() => null)
      clearTimeout(timer)
      signalGroup(pid, "SIGTERM")
    },
  }
}

/** Starts one of our own TypeScript programs on the pinned Node. */
export function startProgram(
  program: string,
  options: Omit<ProcessOptions, "file" | "args"> & { args?: string[] },
): StackProcess {
  return startProcess({
    ...options,
    file: process.execPath,
    args: [...nodeArguments, join(repositoryRoot, program), ...(options.args ?? [])],
  })
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32") return
  try {
    process.kill(-pid, signal)
  } catch {
    // No such group any more.
  }
}

/** The end of a log, to show beside a failure. */
export function tailOfLog(path: string, lines = 25): string {
  try {
    return readFileSync(path, "utf8").trimEnd().split("\n").slice(-lines).join("\n")
  } catch {
    return ""
  }
}
