/**
 * Availability over HTTP against an empty route handler of the same server, in turns, and its latency and rate.
 * Needs a running stack: that of `npm start`, or the one whose folder HOLDFAST_DIR names. Usage: npm run bench -- http
 */
import { existsSync } from "node:fs"
import { readStack, stackPath } from "#tests/support/stack"
import { atLeast, callsPerSecond, median, percentile, report } from "./_bench.ts"
import { dateIn } from "./_bench-practice.ts"

const workers = 16

export async function benchHttp(): Promise<void> {
  if (!existsSync(stackPath())) {
    console.log("No stack is running: start one with `npm start`, then `npm run bench -- http`.")
    return
  }
  const { appUrl, tenants } = readStack()
  const api = `${appUrl}/api/v1/${tenants[0]?.slug}`
  const { services } = (await (await fetch(`${api}/services`)).json()) as {
    services: { id: string; capacity: number; practitioners: { id: string }[] }[]
  }
  const service = services.find(({ capacity }) => capacity === 1)
  const search = new URLSearchParams({
    service: service?.id ?? "",
    practitioner: service?.practitioners[0]?.id ?? "",
    from: dateIn(1),
    to: dateIn(7),
  })
  const ask = async (url: string) => {
    const answer = await fetch(url)
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${answer.status} from ${url}`)
  }
  const availability = () => ask(`${api}/availability?${search}`)
  const empty = () => ask(`${appUrl}/api/health`)
  const rates: { availability: number[]; empty: number[] } = { availability: [], empty: [] }
  for (let round = 0; round < 9; round++) {
    const calls = 800
    const [one, other] = [
      await callsPerSecond(workers, calls, availability),
      await callsPerSecond(workers, calls, empty),
    ]
    if (round < 2) continue
    rates.availability.push(one)
    rates.empty.push(other)
  }
  const ratio = median(rates.availability.map((rate, i) => rate / (rates.empty[i] as number)))
  report(
    `availability of a week over HTTP / an empty route handler, calls per second, ${workers} clients`,
    `${median(rates.availability).toFixed(0)} / ${median(rates.empty).toFixed(0)} = ${ratio.toFixed(2)}`,
    atLeast(ratio, 0.6),
  )
  const times: number[] = []
  await callsPerSecond(workers, 2_000, async () => {
    const started = performance.now()
    await availability()
    times.push(performance.now() - started)
  })
  times.sort((a, b) => a - b)
  report(
    "  its latency at that load, p50 / p95",
    `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.95).toFixed(1)} ms`,
  )
}
