import { describe, expect, it } from "vitest"
import {
  listAffectedBookings,
  type PromisedBooking,
  type ResolveWallTime,
} from "../../../lib/availability/list-affected-bookings.ts"
import { resolveWallTime } from "../../../lib/availability/wall-clock.ts"

const booking = (id: string, startsAt: string, wallStart: string, zone: string): PromisedBooking => ({
  tenantId: "t",
  id,
  startsAtMs: Date.parse(startsAt),
  wallStart,
  zone,
})

const winter = booking("winter", "2026-12-01T08:00:00Z", "2026-12-01T09:00", "Europe/Berlin")
const summer = booking("summer", "2027-07-01T07:00:00Z", "2027-07-01T09:00", "Europe/Berlin")
const elsewhere = booking("elsewhere", "2026-12-01T16:00:00Z", "2026-12-01T09:00", "America/Vancouver")

/** A government ends winter time: from 2026-11-01 on the wall clock in Berlin is an hour further. */
const afterTheDecree: ResolveWallTime = (date, wall, zone) => {
  const moment = resolveWallTime(date, wall, zone)
  const moved = zone === "Europe/Berlin" && date >= "2026-11-01" && date < "2027-03-28"
  return moved && moment.kind === "unique" ? { kind: "unique", minute: moment.minute - 60 } : moment
}

describe("bookings that a rule change has moved", () => {
  it("finds none while the rules are those under which they were promised", () => {
    expect(listAffectedBookings([winter, summer, elsewhere])).toEqual([])
  })

  it("finds exactly those behind a planted rule change, with both instants and no names", () => {
    expect(listAffectedBookings([winter, summer, elsewhere], afterTheDecree)).toEqual([
      {
        tenantId: "t",
        id: "winter",
        wallStart: "2026-12-01T09:00",
        zone: "Europe/Berlin",
        storedInstant: "2026-12-01T08:00:00.000Z",
        promisedInstant: "2026-12-01T07:00:00.000Z",
      },
    ])
  })

  it("accepts either instant of a time that happens twice", () => {
    const first = booking("first", "2026-10-25T00:30:00Z", "2026-10-25T02:30", "Europe/Berlin")
    const second = booking("second", "2026-10-25T01:30:00Z", "2026-10-25T02:30", "Europe/Berlin")
    expect(listAffectedBookings([first, second])).toEqual([])
  })

  it("says of a promised time that no longer exists, or of a zone that is gone, that it has no instant", () => {
    const inGap = booking("gap", "2027-03-28T01:30:00Z", "2027-03-28T02:30", "Europe/Berlin")
    const lost = booking("lost", "2027-03-28T01:30:00Z", "2027-03-28T02:30", "Europe/Atlantis")
    expect(listAffectedBookings([inGap, lost]).map((one) => one.promisedInstant)).toEqual([null, null])
  })

  it("lets a surprise through", () => {
    const broken: ResolveWallTime = () => {
      throw new TypeError("broken")
    }
    expect(() => listAffectedBookings([winter], broken)).toThrow(TypeError)
  })
})
