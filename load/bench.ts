/**
 * `npm run bench`: every figure of docs/benchmarks.md, each as a ratio within one run. Name parts to run only those:
 * `npm run bench -- engine server isolation growth http`.
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { missed, withBench } from "./_bench.ts"
import { fillCalendar, keepOfficeHours } from "./_bench-practice.ts"
import { benchGrowth } from "./bench-growth.ts"
import { benchHttp } from "./bench-http.ts"
import { benchIsolation } from "./bench-isolation.ts"
import { benchServer } from "./bench-server.ts"

const asked = process.argv.slice(2)
const wants = (part: string) => asked.length === 0 || asked.includes(part)
const title = (text: string) => console.log(`\n${text}`)

if (wants("engine")) {
  title("The pure engine, CPU of one call")
  const program = join(import.meta.dirname, "bench-availability.ts")
  spawnSync(process.execPath, [...process.execArgv, program], { stdio: "inherit" })
}
if (wants("server") || wants("isolation")) {
  await withBench(async (bench) => {
    await keepOfficeHours(bench.database, bench.practice)
    await fillCalendar(bench.database, bench.practice, { ahead: 50, behind: 450 })
    if (wants("isolation")) {
      title("The walls")
      await benchIsolation(bench)
    }
    if (wants("server")) {
      title("The doors, against what they stand on")
      await benchServer(bench)
    }
  })
}
if (wants("growth")) {
  title("Growth")
  await withBench(benchGrowth)
}
if (wants("http")) {
  title("Over HTTP")
  await benchHttp()
}
console.log(missed.length === 0 ? "\nEvery target is met." : `\nMissed: ${missed.join("; ")}`)
process.exit()
