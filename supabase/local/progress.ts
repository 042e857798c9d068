/** One line per step, with its time. A long step says that it is alive, also where there is no terminal. */
const names = ["install", "database", "migrate", "seed", "build", "serve"] as const
export type StepName = (typeof names)[number]

export interface Progress {
  /** Runs a step; what it returns is shown beside its name. */
  step(name: StepName, run: () => Promise<string>): Promise<void>
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`

export function createProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  return {
    async step(name, run) {
      const started = Date.now()
      const label = `[${names.indexOf(name) + 1}/${names.length}] ${name.padEnd(9)}`
      const clearLine = out.isTTY ? "\r\u001b[2K" : ""
      out.write(out.isTTY ? `${label} …` : `${label} …\n`)
      const alive = setInterval(
        () =>
          out.write(
            out.isTTY ? `${clearLine}${label} … ${seconds(started)}` : `${label} … ${seconds(started)}\n`,
          ),
        out.isTTY ? 500 : 15_000,
      )
      try {
        const outcome = await run()
        out.write(`${clearLine}${label} ✓ ${outcome} (${seconds(started)})\n`)
      } catch (error) {
        out.write(`${clearLine}${label} ✗ failed after ${seconds(started)}\n`)
        throw error
      } finally {
        clearInterval(alive)
      }
    },
  }
}
