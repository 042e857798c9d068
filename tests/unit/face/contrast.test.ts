import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { accentSurfaces, fitAccent } from "#lib/base/accent-contrast"
import { contrastRatio } from "#lib/base/contrast-ratio"

const css = readFileSync("app/globals.css", "utf8")
const tokens = new Map(
  [...css.matchAll(/--color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
)
const surfaces = ["surface", "surface-raised", "surface-sunken"]
const tones = ["danger", "warn", "good", "info"]

/** Text may stand on these: WCAG 2.2 AA, 1.4.3. */
const textPairs: [string, string][] = [
  ...surfaces.flatMap((surface): [string, string][] =>
    ["ink", "ink-quiet", "accent", ...tones].map((text) => [text, surface]),
  ),
  ...[...tones, "accent"].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ["ink", `${tone}-soft`],
    ["ink-quiet", `${tone}-soft`],
  ]),
  ["accent-ink", "accent"],
  ["danger-ink", "danger"],
]
/** Borders of controls and the focus ring: 1.4.11. */
const shapePairs: [string, string][] = surfaces.flatMap((surface): [string, string][] => [
  ["line-strong", surface],
  ["focus", surface],
])

describe.each(["light", "dark"] as const)("in %s", (mode) => {
  const colour = (name: string) => {
    const token = tokens.get(name)
    if (!token) throw new Error(`globals.css has no --color-${name}`)
    return token[mode]
  }

  test.each(textPairs)("%s reads on %s", (text, ground) => {
    expect(contrastRatio(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(shapePairs)("%s shows on %s", (shape, ground) => {
    expect(contrastRatio(colour(shape), colour(ground))).toBeGreaterThanOrEqual(3)
  })

  test("the surfaces that accents are fitted to are those of the style sheet", () => {
    expect([...accentSurfaces[mode]].sort()).toEqual(surfaces.map(colour).sort())
  })

  test("any accent reads, as text and as ground, and ordinary ink reads on its tint", () => {
    const channel = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const hex = `#${[red, green, blue].map((each) => each.toString(16).padStart(2, "0")).join("")}`
        const fitted = fitAccent(hex)?.[mode]
        if (!fitted) throw new Error(hex)
        for (const surface of surfaces) {
          expect(contrastRatio(fitted.accent, colour(surface))).toBeGreaterThanOrEqual(4.5)
        }
        expect(contrastRatio(fitted.accentInk, fitted.accent)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(fitted.accent, fitted.accentSoft)).toBeGreaterThanOrEqual(4.5)
        expect(contrastRatio(colour("ink"), fitted.accentSoft)).toBeGreaterThanOrEqual(7)
        expect(contrastRatio(colour("ink-quiet"), fitted.accentSoft)).toBeGreaterThanOrEqual(4.5)
      }),
      { numRuns: 500 },
    )
  })
})

test("WCAG's own examples", () => {
  expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 5)
  expect(contrastRatio("#777777", "#ffffff")).toBeCloseTo(4.48, 2)
  expect(() => contrastRatio("red", "#ffffff")).toThrow()
})

test("an accent that is no colour never reaches a style sheet", () => {
  for (const text of ["", "red", "#fff", "#0f6b6b;}body{display:none", "#0f6b6g"])
    expect(fitAccent(text)).toBeNull()
})
