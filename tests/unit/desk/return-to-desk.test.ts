import { describe, expect, it } from "vitest"
import { returnToDesk } from "../../../app/(desk)/_parts/return-to-desk.ts"

const done = { did: "arrive", bookingId: "b1", version: 3 }
const own = "/lumen/desk/bookings/b1?did=arrive&v=3"

describe("returnToDesk", () => {
  it("returns to the day, with the appointment beside it", () => {
    expect(returnToDesk({ tenant: "lumen", back: "/lumen/desk?date=2026-06-01&view=list" }, done)).toBe(
      "/lumen/desk?date=2026-06-01&view=list&booking=b1&did=arrive&v=3",
    )
    expect(returnToDesk({ tenant: "lumen", back: "/lumen/desk" }, done)).toBe(
      "/lumen/desk?booking=b1&did=arrive&v=3",
    )
  })

  it("returns to the appointment's own page", () => {
    expect(returnToDesk({ tenant: "lumen", back: "/lumen/desk/bookings/b1" }, done)).toBe(own)
  })

  it("replaces what an earlier step has said", () => {
    expect(returnToDesk({ tenant: "lumen", back: "/lumen/desk/bookings/b1?did=cancel&v=2" }, done)).toBe(own)
  })

  for (const back of [
    "",
    "//evil.example/lumen/desk",
    "https://evil.example/lumen/desk",
    "/\\evil.example",
    "/harbour/desk",
    "/lumen/desk-evil",
    "/lumen/desk/../../harbour/desk",
    "/lumen",
  ]) {
    it(`does not follow ${JSON.stringify(back)}`, () => {
      expect(returnToDesk({ tenant: "lumen", back }, done)).toBe(own)
    })
  }
})
