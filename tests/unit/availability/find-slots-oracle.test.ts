import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { expandHours, searchClock } from "#lib/availability/expand-hours"
import { findSlots, type Slot, type SlotSearch } from "#lib/availability/rules"
import { type AvailabilityProblem, oracleSlots } from "#tests/support/availability-oracle"
import { availabilityProblem } from "#tests/support/availability-problems"

type Engine = (problem: AvailabilityProblem) => Slot[]

function searchOf(problem: AvailabilityProblem): SlotSearch {
  const { zone, fromDate, toDate, service, policy, pools, groupSessions } = problem
  const clock = searchClock(zone, fromDate, toDate)
  const practitioners = problem.practitioners.map((person) => ({
    id: person.id,
    windows: expandHours({ ...person, fromDate, toDate }, clock),
    busy: person.busy,
  }))
  return { service, policy, clock, practitioners, pools, groupSessions }
}

const engine: Engine = (problem) => findSlots(searchOf(problem))

/** Compares an engine with the oracle on random clinics; the seed is fixed for faults, fresh for the engine. */
function compare(candidate: Engine, parameters: fc.Parameters<[AvailabilityProblem]>) {
  return fc.check(
    fc.property(availabilityProblem(), (problem) => {
      expect(candidate(problem)).toEqual(oracleSlots(problem))
    }),
    parameters,
  )
}

/** The engine with one thing wrong in what it looks at. */
function withSearch(spoil: (search: SlotSearch) => SlotSearch): Engine {
  return (problem) => findSlots(spoil(searchOf(problem)))
}

function withWindows(moveStart: number, moveEnd: number): Engine {
  return withSearch((search) => ({
    ...search,
    practitioners: search.practitioners.map((person) => ({
      ...person,
      windows: person.windows.map(({ startMinute, endMinute }) => ({
        startMinute: startMinute + moveStart,
        endMinute: endMinute + moveEnd,
      })),
    })),
  }))
}

function withPractitioners(
  spoil: (person: AvailabilityProblem["practitioners"][number]) => Partial<typeof person>,
): Engine {
  return (problem) =>
    engine({ ...problem, practitioners: problem.practitioners.map((p) => ({ ...p, ...spoil(p) })) })
}

const FAULTS: Record<string, Engine> = {
  "ignores the buffer after": withSearch((s) => ({ ...s, service: { ...s.service, bufferAfterMinutes: 0 } })),
  "ignores the buffer before": withSearch((s) => ({
    ...s,
    service: { ...s.service, bufferBeforeMinutes: 0 },
  })),
  "closes a minute late": withWindows(0, 1),
  "closes a minute early": withWindows(0, -1),
  "opens a minute early": withWindows(-1, 0),
  "opens a minute late": withWindows(1, 0),
  "wants the buffers inside the opening hours": (problem) =>
    withWindows(problem.service.bufferBeforeMinutes, -problem.service.bufferAfterMinutes)(problem),
  "refuses back-to-back appointments": withPractitioners(({ busy }) => ({
    busy: busy.map(({ startMinute, endMinute }) => ({ startMinute: startMinute - 1, endMinute })),
  })),
  "ignores bookings": withPractitioners(() => ({ busy: [] })),
  "ignores time off": withPractitioners(() => ({ timeOff: [] })),
  "ignores holidays": withPractitioners(() => ({ holidays: [] })),
  "ignores overrides": withPractitioners(() => ({ overrides: [] })),
  "ignores notice": withSearch((s) => ({ ...s, policy: { ...s.policy, earliestMinute: 0 } })),
  "excludes the very minute of notice": withSearch((s) => ({
    ...s,
    policy: { ...s.policy, earliestMinute: s.policy.earliestMinute + 1 },
  })),
  "ignores the horizon": withSearch((s) => ({ ...s, policy: { ...s.policy, latestMinute: 2 ** 31 } })),
  "needs one room too few": withSearch((s) => ({
    ...s,
    pools: s.pools?.map((pool) => ({ ...pool, needed: Math.max(0, pool.needed - 1) })),
  })),
  "looks at one pool only": withSearch((s) => ({ ...s, pools: s.pools?.slice(0, 1) })),
  "offers full sessions": withSearch((s) => ({
    ...s,
    groupSessions: s.groupSessions?.map((session) => ({ ...session, seatsFree: session.seatsFree || 1 })),
  })),
  "hides sessions with free seats": withSearch((s) => ({ ...s, groupSessions: [] })),
  "knows only one practitioner": withSearch((s) => ({ ...s, practitioners: s.practitioners.slice(0, 1) })),
  "aligns to UTC": withSearch((s) => ({
    ...s,
    clock: { ...s.clock, spans: s.clock.spans.map((span) => ({ ...span, offsetMinutes: 0 })) },
  })),
  "does not follow the clock change": withSearch((s) => ({
    ...s,
    clock: { ...s.clock, spans: s.clock.spans.slice(0, 1) },
  })),
  "takes hours with the offset of the first day": (problem) => {
    const clock = searchClock(problem.zone, problem.fromDate, problem.toDate)
    const stopped = { ...clock, spans: clock.spans.slice(0, 1) }
    const practitioners = problem.practitioners.map((person) => ({
      id: person.id,
      windows: expandHours({ ...person, fromDate: problem.fromDate, toDate: problem.toDate }, stopped),
      busy: person.busy,
    }))
    return findSlots({ ...searchOf(problem), practitioners })
  },
}

describe("the engine against the minute-by-minute oracle", () => {
  it("gives the same slots for random clinics around clock changes", { timeout: 120_000 }, () => {
    const result = compare(engine, { numRuns: 400 })
    expect(result.failed, fc.defaultReportMessage(result)).toBe(false)
  })

  // Otherwise equality could mean that both sides answer "nothing".
  it("compares clinics that mostly have something to offer", { timeout: 120_000 }, () => {
    const problems = fc.sample(availabilityProblem(), { seed: 7, numRuns: 60 })
    expect(problems.filter((problem) => engine(problem).length > 0).length).toBeGreaterThan(30)
  })

  it.each(Object.entries(FAULTS))(
    "finds a counterexample for an engine that %s",
    { timeout: 120_000 },
    (_, faulty) => {
      const result = compare(faulty, { seed: 20_260_329, numRuns: 400, endOnFailure: true })
      expect(result.failed).toBe(true)
      // An engine that throws would also "fail": the counterexample must be a wrong answer.
      expect(String(result.errorInstance)).toContain("AssertionError")
    },
  )
})
