/**
 * What a million bookings cost: the same calls in a practice with a thousand and in one with as many as asked for.
 * Usage: npm run bench -- growth   (BENCH_BOOKINGS=100000 for a quick one)
 */
import { type PlantedPractice, plantPractice } from "#tests/support/plant-practice"
import {
  atMost,
  type Bench,
  type BenchDatabase,
  createDatabase,
  enterHere,
  median,
  percentile,
  report,
  timeCalls,
} from "./_bench.ts"
import { askAvailability, bookNext, fillCalendar, keepOfficeHours, nextFreeTime } from "./_bench-practice.ts"

const many = Number(process.env.BENCH_BOOKINGS ?? 1_000_000)

export async function benchGrowth({ cluster }: Bench): Promise<void> {
  const places: {
    database: BenchDatabase
    practice: PlantedPractice
    next: ReturnType<typeof nextFreeTime>
  }[] = []
  for (const [name, bookings] of [
    ["few", 1_000],
    ["many", many],
  ] as const) {
    const database = await createDatabase(cluster, `growth_${name}`)
    const practice = await plantPractice(database, { practitioners: 20, rooms: 2, zone: "Etc/UTC" })
    await keepOfficeHours(database, practice)
    const perPractitioner = bookings / 20
    await fillCalendar(database, practice, { ahead: 45, behind: Math.max(0, perPractitioner - 45) })
    places.push({ database, practice, next: nextFreeTime(practice) })
  }
  const calls = {
    "availability of one practitioner, 30 days": (place: (typeof places)[number]) =>
      askAvailability(place.practice, place.practice.practitionerIds[3]),
    "availability of anyone of twenty, 30 days": (place: (typeof places)[number]) =>
      askAvailability(place.practice),
    "a booking": (place: (typeof places)[number]) => bookNext(place.practice, place.next),
  }
  for (const [what, call] of Object.entries(calls)) {
    const taken: [number[], number[]] = [[], []]
    for (let round = 0; round < 9; round++) {
      for (const [index, place] of places.entries()) {
        await enterHere(place.database)
        await timeCalls(40, () => call(place))
        taken[index]?.push(percentile(await timeCalls(60, () => call(place)), 0.5))
      }
    }
    const ratio = median(taken[1].map((value, i) => value / (taken[0][i] as number)))
    report(
      `${what}: ${many.toLocaleString("en")} bookings / 1,000`,
      `${median(taken[1]).toFixed(2)} / ${median(taken[0]).toFixed(2)} ms = ${ratio.toFixed(2)}`,
      atMost(ratio, 1.3),
    )
  }
}
