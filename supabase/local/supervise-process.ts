import { type StackProcess, tailOfLog } from "./start-process.ts"

type Start = () => Promise<StackProcess> | StackProcess

export interface Supervisor {
  /**
   * Starts a process and, should it end while we run, starts it again, ever more slowly. One without which there is
   * no service (`vital`, the default) is given up after ten times within a minute; another is tried for ever.
   */
  run(start: Start, options?: { vital?: boolean }): Promise<StackProcess>
  /** Resolves with a sentence when something vital cannot be kept alive. */
  failed: Promise<string>
  /** Stops everything, the newest first. */
  stopAll(): Promise<void>
}

const restartsPerMinute = 10
const longestPauseMs = 8000

export interface SupervisorOptions {
  say(line: string): void
  /** Pause before the first restart; each further one doubles it. */
  firstPauseMs?: number
}

export function createSupervisor({ say, firstPauseMs = 250 }: SupervisorOptions): Supervisor {
  const current: StackProcess[] = []
  let stopping = false
  let reportFailure: (sentence: string) => void = () => {}
  const failed = new Promise<string>((resolve) => {
    reportFailure = resolve
  })

  const keepAlive = async (start: Start, slot: number, vital: boolean) => {
    const restarts: number[] = []
    while (true) {
      const child = current[slot]
      if (!child) return
      await child.ended.catch(() => null)
      if (stopping) return
      const now = Date.now()
      restarts.push(now)
      while ((restarts[0] ?? now) < now - 60_000) restarts.shift()
      const count = restarts.length
      if (vital && count > restartsPerMinute) {
        return reportFailure(
          `${child.name} ended ${count} times within a minute:\n${tailOfLog(child.logPath, 15)}\n`,
        )
      }
      if (count === 1) say(`${child.name} ended unexpectedly; starting it again.`)
      if (count === 4) say(`${child.name} keeps ending; the end of its log:\n${tailOfLog(child.logPath, 15)}`)
      // A killed Postgres leaves backends that need a moment to notice; what needs it waits longer still.
      await new Promise((resolve) =>
        setTimeout(resolve, Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs)),
      )
      if (stopping) return
      // A failed start leaves the ended process in its slot, so the next turn counts it and tries again.
      const again = await Promise.resolve()
        .then(start)
        .catch(() => undefined)
      if (again && stopping) await again.stop()
      else if (again) current[slot] = again
    }
  }

  return {
    failed,
    async run(start, { vital = true } = {}) {
      const child = await start()
      const slot = current.push(child) - 1
      keepAlive(start, slot, vital)
      return child
    },
    async stopAll() {
      stopping = true
      for (const child of current.toReversed()) await child.stop()
    },
  }
}
