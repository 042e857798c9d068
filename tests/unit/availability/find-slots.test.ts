import { describe, expect, it } from "vitest"
import { chooseAvailablePractitioner } from "#lib/availability/choose-available-practitioner"
import { expandHours, searchClock } from "#lib/availability/expand-hours"
import { findSlots, type SlotSearch, type SlotService } from "#lib/availability/rules"
import { formatInstant, resolveWallTime } from "#lib/availability/wall-clock"

const minuteOf = (iso: string) => Date.parse(iso) / 60_000
const service: SlotService = {
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  granularityMinutes: 30,
  capacity: 1,
}

type Day = {
  zone?: string
  hours?: readonly [string, string]
  service?: Partial<SlotService>
  busy?: readonly (readonly [string, string])[]
}

/** One practitioner, one day, in Berlin's summer unless said otherwise. */
function day(
  date: string,
  { zone = "Europe/Berlin", hours = ["09:00", "11:00"], ...given }: Day = {},
): SlotSearch {
  const clock = searchClock(zone, date, date)
  const weeklyHours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    startWall: hours[0],
    endWall: hours[1],
  }))
  return {
    service: { ...service, ...given.service },
    policy: { earliestMinute: 0, latestMinute: minuteOf("2099-01-01T00:00Z") },
    clock,
    practitioners: [
      {
        id: "ada",
        windows: expandHours({ fromDate: date, toDate: date, weeklyHours }, clock),
        busy: (given.busy ?? []).map(([start, end]) => range(date, start, end, zone)),
      },
    ],
  }
}

function range(date: string, start: string, end: string, zone = "Europe/Berlin") {
  return { startMinute: at(date, start, zone), endMinute: at(date, end, zone) }
}

function at(date: string, wall: string, zone = "Europe/Berlin"): number {
  const found = resolveWallTime(date, wall, zone)
  if (found.kind !== "unique") throw new Error("Pick a time that exists once.")
  return found.minute
}

const labels = (search: SlotSearch) =>
  findSlots(search).map(({ startMinute }) => formatInstant(startMinute, search.clock).slice(11))
const walls = (search: SlotSearch) => labels(search).map((label) => label.slice(0, 5))

describe("days when the clock changes (pains 3)", () => {
  it("hours after 13:00 are not shifted", () => {
    for (const [date, offset] of [
      ["2026-03-29", "+02:00"],
      ["2026-10-25", "+01:00"],
    ] as const) {
      const found = labels(day(date, { hours: ["13:00", "14:30"] }))
      expect(found).toEqual([`13:00:00${offset}`, `13:30:00${offset}`, `14:00:00${offset}`])
    }
  })

  it.each([
    ["Europe/Berlin", "2026-03-29", "00:00 00:30 01:00 01:30 03:00 03:30 04:00"],
    ["Antarctica/Troll", "2026-03-29", "00:00 00:30 03:00 03:30 04:00"],
    ["Australia/Lord_Howe", "2026-10-04", "00:00 00:30 01:00 01:30 02:30 03:00 03:30 04:00"],
    ["Pacific/Chatham", "2026-09-27", "00:00 00:30 01:00 01:30 02:00 02:30 04:00"],
  ])("slots that do not exist are not offered: %s", (zone, date, expected) => {
    expect(walls(day(date, { zone, hours: ["00:00", "04:30"] })).join(" ")).toBe(expected)
  })

  it.each([
    ["Asia/Beirut", "2026-03-29"],
    ["Africa/Cairo", "2026-04-24"],
  ])("a day without midnight begins at 01:00: %s", (zone, date) => {
    expect(walls(day(date, { zone, hours: ["00:00", "02:00"] }))).toEqual(["01:00", "01:30"])
  })

  it("an hour that happens twice is offered once per instant, told apart by its offset", () => {
    const found = labels(day("2026-10-25", { hours: ["01:30", "03:30"] }))
    expect(found).toEqual([
      "01:30:00+02:00",
      "02:00:00+02:00",
      "02:30:00+02:00",
      "02:00:00+01:00",
      "02:30:00+01:00",
      "03:00:00+01:00",
    ])
  })

  it.each([
    ["Asia/Kolkata", "2026-06-10"],
    ["Asia/Kathmandu", "2026-06-10"],
    ["Pacific/Chatham", "2026-06-10"],
    ["America/St_Johns", "2026-06-10"],
    ["Australia/Lord_Howe", "2026-10-04"],
  ])("half-hour and quarter-hour zones keep full hours on the wall: %s", (zone, date) => {
    const found = walls(day(date, { zone, hours: ["08:20", "11:00"], service: { granularityMinutes: 60 } }))
    expect(found).toEqual(["09:00", "10:00"])
  })

  it("an hourly grid follows Lord Howe's half-hour jump", () => {
    const found = walls(
      day("2026-10-04", {
        zone: "Australia/Lord_Howe",
        hours: ["00:00", "05:00"],
        service: { granularityMinutes: 60 },
      }),
    )
    expect(found).toEqual(["00:00", "01:00", "03:00", "04:00"])
  })
})

describe("buffers (pains 7)", () => {
  const busy = [["10:00", "10:30"]] as const

  it("count on both sides of an existing booking, and back-to-back is allowed", () => {
    const fine = { granularityMinutes: 10, durationMinutes: 20 }
    const search = day("2026-06-10", {
      busy,
      service: { ...fine, bufferBeforeMinutes: 10, bufferAfterMinutes: 20 },
    })
    expect(walls(search)).toEqual(["09:00", "09:10", "09:20", "10:40"])
  })

  it("may reach outside the opening hours; the appointment may not", () => {
    const search = day("2026-06-10", { service: { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 } })
    expect(walls(search)).toEqual(["09:00", "09:30", "10:00", "10:30"])
    expect(walls(day("2026-06-10", { service: { durationMinutes: 121 } }))).toEqual([])
  })
})

describe("policy", () => {
  it("includes the very minute of notice and of the horizon", () => {
    const search = day("2026-06-10")
    const policy = { earliestMinute: at("2026-06-10", "09:30"), latestMinute: at("2026-06-10", "10:00") }
    expect(walls({ ...search, policy })).toEqual(["09:30", "10:00"])
  })

  it("steps that do not divide a day restart at local midnight", () => {
    const search = day("2026-06-10", { hours: ["00:00", "03:00"], service: { granularityMinutes: 50 } })
    expect(walls(search)).toEqual(["00:00", "00:50", "01:40", "02:30"])
  })
})

describe("rooms and equipment (pains 9)", () => {
  const date = "2026-06-10"
  const rooms = [
    { id: "r1", busy: [range(date, "09:00", "10:00")] },
    { id: "r2", busy: [range(date, "09:30", "10:30")] },
  ]

  it("a slot needs enough of each kind for its whole occupied range", () => {
    const search = day(date)
    expect(walls({ ...search, pools: [{ kind: "room", needed: 1, resources: rooms }] })).toEqual([
      "09:00",
      "10:00",
      "10:30",
    ])
    expect(walls({ ...search, pools: [{ kind: "room", needed: 2, resources: rooms }] })).toEqual(["10:30"])
    expect(walls({ ...search, pools: [{ kind: "room", needed: 3, resources: rooms }] })).toEqual([])
    expect(walls({ ...search, pools: [{ kind: "room", needed: 1, resources: [] }] })).toEqual([])
    expect(walls({ ...search, pools: [{ kind: "room", needed: 0, resources: [] }] })).toHaveLength(4)
  })

  it("the service's buffers keep the room too", () => {
    const search = day(date, { service: { bufferAfterMinutes: 10 } })
    const pools = [
      { kind: "room", needed: 1, resources: [{ id: "r1", busy: [range(date, "10:00", "10:30")] }] },
    ]
    expect(walls({ ...search, pools })).toEqual(["09:00", "10:30"])
  })
})

describe("groups", () => {
  const date = "2026-06-10"
  const search = day(date, { service: { capacity: 8 }, busy: [["09:30", "10:00"]] })
  const session = { id: "yoga", practitionerId: "ada", startMinute: at(date, "09:30"), seatsFree: 3 }

  it("a session with free seats is offered although its practitioner is busy", () => {
    const found = findSlots({ ...search, groupSessions: [session] })
    expect(found.map(({ seatsLeft, groupSessionId }) => [seatsLeft, groupSessionId])).toEqual([
      [8, undefined],
      [3, "yoga"],
      [8, undefined],
      [8, undefined],
    ])
  })

  it("a full one is not, nor one of somebody who was not asked for", () => {
    const full = { ...session, seatsFree: 0 }
    const stranger = { ...session, practitionerId: "bob" }
    expect(findSlots({ ...search, groupSessions: [full, stranger] })).toHaveLength(3)
  })

  it("stands outside the hours, keeps its own end, and still obeys notice", () => {
    const early = { ...session, startMinute: at(date, "07:00"), endMinute: at(date, "08:15") }
    const [first] = findSlots({ ...search, groupSessions: [early] })
    expect(first).toMatchObject({ groupSessionId: "yoga", endMinute: at(date, "08:15") })
    const policy = { ...search.policy, earliestMinute: at(date, "07:01") }
    expect(findSlots({ ...search, policy, groupSessions: [early] })).toHaveLength(3)
  })
})

describe("anyone", () => {
  const slot = { startMinute: 0, endMinute: 30, practitionerIds: ["ada", "bea", "cem"] }

  it("is whoever has least that day; ties go to the smaller id", () => {
    expect(chooseAvailablePractitioner(slot, new Map())).toBe("ada")
    expect(
      chooseAvailablePractitioner(
        slot,
        new Map([
          ["ada", 2],
          ["bea", 1],
          ["cem", 1],
        ]),
      ),
    ).toBe("bea")
    expect(chooseAvailablePractitioner({ ...slot, practitionerIds: ["cem", "bea"] }, new Map())).toBe("bea")
    expect(() => chooseAvailablePractitioner({ ...slot, practitionerIds: [] }, new Map())).toThrow(RangeError)
  })

  it("names all who could, in order of id, whatever order they came in", () => {
    const search = day("2026-06-10")
    const [ada] = search.practitioners
    if (!ada) throw new Error("The day has one practitioner.")
    const practitioners = [{ ...ada, id: "cem" }, { ...ada, id: "bea", windows: [] }, ada]
    expect(findSlots({ ...search, practitioners })[0]?.practitionerIds).toEqual(["ada", "cem"])
    expect(findSlots({ ...search, practitioners: [] })).toEqual([])
  })
})

describe("input", () => {
  it("is plain JSON, unsorted and overlapping ranges included", () => {
    const busy = [
      ["10:00", "10:30"],
      ["09:00", "10:15"],
      ["09:10", "09:20"],
    ] as const
    const search = day("2026-06-10", { busy })
    expect(walls(JSON.parse(JSON.stringify(search)))).toEqual(["10:30"])
  })

  it("an instant with seconds occupies the whole minute", () => {
    const search = day("2026-06-10")
    const startMinute = at("2026-06-10", "10:00")
    const busy = [{ startMinute: startMinute - 0.5, endMinute: startMinute + 0.5 }]
    const practitioners = search.practitioners.map((person) => ({ ...person, busy }))
    expect(walls({ ...search, practitioners })).toEqual(["09:00", "10:30"])
  })

  it.each([
    { durationMinutes: 0 },
    { granularityMinutes: 0 },
    { granularityMinutes: 7.5 },
    { bufferAfterMinutes: -5 },
    { capacity: 0 },
    { durationMinutes: Number.NaN },
  ])("refuses %j instead of looping or overbooking", (nonsense) => {
    expect(() => findSlots(day("2026-06-10", { service: nonsense }))).toThrow(RangeError)
  })
})
