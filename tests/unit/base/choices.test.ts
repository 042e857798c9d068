import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { chooseLocale, isLocale } from "#lib/base/choose-locale"
import { chooseTheme } from "#lib/base/choose-theme"
import {
  formatInstantTime,
  formatPrice,
  formatWall,
  formatWallSpan,
  nameZone,
} from "#lib/base/format-wall-time"
import { joinClasses } from "#lib/base/join-classes"
import { safeReturnPath } from "#lib/base/safe-return-path"

describe("language: chosen, else preferred by weight, else the practice's", () => {
  test.each([
    ["de", "en", "de"],
    ["fr", "de-AT,en;q=0.5", "de"],
    [undefined, "en;q=0.3, de;q=0.8", "de"],
    [undefined, "fr, en-GB;q=0.9, de;q=0.8", "en"],
    [undefined, "de;q=0, en;q=0.1", "en"],
    [undefined, "de;q=oops", "en"],
    [undefined, "", "en"],
    [undefined, null, "en"],
  ])("cookie %s, browser %s → %s", (chosen, header, locale) => {
    expect(chooseLocale(chosen, header)).toBe(locale)
  })
  test("the fallback is the practice's own", () => expect(chooseLocale(undefined, "fr", "de")).toBe("de"))
  test("whatever a browser sends, the answer is a language that we speak", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (chosen, header) => isLocale(chooseLocale(chosen, header))),
    )
  })
})

test("a theme is light, dark or as the device says", () => {
  expect(["light", "dark", "auto", "x", undefined, 1].map(chooseTheme)).toEqual([
    "light",
    "dark",
    "auto",
    "auto",
    "auto",
    "auto",
  ])
})

test("class names are joined without gaps", () => {
  expect(joinClasses("a", false, null, "b", undefined, "")).toBe("a b")
})

describe("a return path stays on our own origin", () => {
  test.each(["/", "/lumen/desk", "/lumen/desk?date=2026-11-26", "/a%2F%2Fb"])("%s", (path) => {
    expect(safeReturnPath(path)).toBe(path)
  })
  test.each([
    ["//evil.test"],
    ["/\\evil.test"],
    ["https://evil.test"],
    ["javascript:alert(1)"],
    ["/.//evil.test"],
    ["/x/..//evil.test"],
    ["/\t/evil.test"],
    ["/a\nSet-Cookie: x"],
    ["relative"],
    [""],
    [null],
    [["/a"]],
    [`/${"a".repeat(2001)}`],
  ])("refused: %s", (path) => {
    expect(safeReturnPath(path, "/home")).toBe("/home")
  })
  test("the fragment is dropped", () => expect(safeReturnPath("/a#b")).toBe("/a"))
  test("whatever the text, a browser would stay here", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `/${text}`),
          fc.webUrl(),
        ),
        (text) => {
          return new URL(safeReturnPath(text), "https://own.test").origin === "https://own.test"
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe("times are printed as they were promised", () => {
  test("a wall time asks no zone data", () => {
    expect(formatWall("2026-11-26T09:30", "time", "en", "Europe/Berlin")).toBe("09:30")
    expect(formatWall("2026-03-29T02:30", "time", "de", "Europe/Berlin")).toBe("02:30")
    expect(formatWall("2026-11-26", "date", "de", "Europe/Berlin")).toBe("Donnerstag, 26. November 2026")
    expect(formatWall("2026-11-26T09:30", "time", "en", "America/Vancouver")).toMatch(/^9:30\sa\.m\.$/)
    expect(formatWallSpan("2026-11-26T09:30", 45, "en", "Europe/Berlin")).toBe("09:30–10:15")
  })
  test("an instant is printed on the clock of its zone, which has a name", () => {
    const instant = new Date("2026-01-15T12:00:00Z")
    expect(formatInstantTime(instant, "de", "Europe/Berlin")).toBe("13:00")
    expect(nameZone("Europe/Berlin", instant, "en")).toMatch(/^Central European Standard Time \(Berlin\)$/)
  })
  test("prices: whole amounts without decimals", () => {
    expect(formatPrice(4200, "EUR", "en", "Europe/Berlin")).toBe("€42")
    expect(formatPrice(4250, "EUR", "de", "Europe/Berlin")).toMatch(/^42,50\s€$/)
  })
})
