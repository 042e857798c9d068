import type { StackProcess } from "./start-process.ts"

export interface Supervisor {
  /** Starts a process and, should it end while we run, starts it again: five times a minute, then gives up. */
  run(start: () => Promise<StackProcess> | StackProcess): Promise<StackProcess>
  /** Resolves with a sentence when something cannot be kept alive. */
  failed: Promise<string>
  /** Stops everything, the newest first. */
  stopAll(): Promise<void>
}

const restartsPerMinute = 5

export function createSupervisor(say: (line: string) => void): Supervisor {
  const current: StackProcess[] = []
  let stopping = false
  let reportFailure: (sentence: string) => void = () => {}
  const failed = new Promise<string>((resolve) => {
    reportFailure = resolve
  })

  const keepAlive = async (start: () => Promise<StackProcess> | StackProcess, slot: number) => {
    const restarts: number[] = []
    while (true) {
      const child = current[slot]
      if (!child) return
      await child.ended.catch(() => null)
      if (stopping) return
      const now = Date.now()
      restarts.push(now)
      while ((restarts[0] ?? now) < now - 60_000) restarts.shift()
      if (restarts.length > restartsPerMinute) {
        return reportFailure(`${child.name} ended ${restarts.length} times within a minute.`)
      }
      say(`${child.name} ended unexpectedly; starting it again.`)
      // A killed Postgres leaves backends that need a moment to notice.
      await new Promise((resolve) => setTimeout(resolve, 300 * restarts.length))
      if (stopping) return
      try {
        current[slot] = await start()
      } catch (error) {
        if (restarts.length >= restartsPerMinute) {
          return reportFailure(
            `${child.name} does not start again: ${error instanceof Error ? error.message : error}`,
          )
        }
      }
    }
  }

  return {
    failed,
    async run(start) {
      const child = await start()
      const slot = current.push(child) - 1
      keepAlive(start, slot)
      return child
    },
    async stopAll() {
      stopping = true
      for (const child of current.toReversed()) await child.stop()
    },
  }
}
