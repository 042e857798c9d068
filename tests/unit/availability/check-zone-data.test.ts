import { describe, expect, it } from "vitest"
import { checkZoneData, nodeWallTime, zoneProbes } from "#lib/availability/check-zone-data"
import canaryData from "../../../lib/availability/tz-canaries.json" with { type: "json" }

describe("the zone data check", () => {
  it("finds this Node's zone data current", () => {
    expect(checkZoneData(nodeWallTime)).toEqual([])
  })

  it("asks about every canary, and both sides of every gap and overlap", () => {
    const { canaries, gaps, overlaps } = canaryData
    expect(zoneProbes()).toHaveLength(canaries.length + 2 * (gaps.length + overlaps.length))
    expect(zoneProbes()).toContainEqual({
      instant: "2026-10-03T15:30:00Z",
      zone: "Australia/Lord_Howe",
      expected: "2026-10-04T02:30",
    })
  })

  it("names the zones of an engine that missed the rule changes of 2026", () => {
    const stale = (instant: string, zone: string) =>
      zone === "America/Vancouver" ? "2026-12-01T09:00" : nodeWallTime(instant, zone)
    expect(checkZoneData(stale)).toEqual([
      {
        zone: "America/Vancouver",
        instant: "2026-12-01T17:00:00Z",
        expected: "2026-12-01T10:00",
        actual: "2026-12-01T09:00",
      },
    ])
  })

  it("notices an engine without daylight saving on both kinds of change", () => {
    const winterOnly = (instant: string, zone: string) =>
      zone === "Europe/Berlin"
        ? new Date(Date.parse(instant) + 3_600_000).toISOString().slice(0, 16)
        : nodeWallTime(instant, zone)
    expect(checkZoneData(winterOnly).map(({ instant }) => instant)).toEqual([
      "2026-03-29T01:00:00Z",
      "2026-10-25T00:59:00Z",
    ])
  })

  it("reports a zone that the engine refuses, and lets other errors through", () => {
    const refusing = (instant: string, zone: string) => {
      if (zone === "Pacific/Chatham") throw new RangeError("unknown")
      return nodeWallTime(instant, zone)
    }
    expect(checkZoneData(refusing).map(({ actual }) => actual)).toEqual(["unknown zone", "unknown zone"])
    const broken = () => {
      throw new TypeError("broken")
    }
    expect(() => checkZoneData(broken)).toThrow(TypeError)
  })
})
