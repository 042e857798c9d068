import { contrastRatio, linearChannel, parseHexColour, type Rgb } from "#lib/base/contrast-ratio"

/** The surfaces that an accent must be readable on: the palest and the deepest of each mode, from globals.css. */
export const accentSurfaces = {
  light: ["#ffffff", "#f6f8f7", "#ebf0ee"],
  dark: ["#0d1413", "#121a18", "#1a2422"],
} as const

export type AccentMode = {
  /** Fill of primary buttons, and text or lines on any surface. */
  readonly accent: string
  /** Text on the fill. */
  readonly accentInk: string
  /** A tint behind ordinary ink (a chosen card). */
  readonly accentSoft: string
}
export type Accent = { readonly light: AccentMode; readonly dark: AccentMode }

const darkInk = "#06110f"
const wanted = 4.6 // 4.5 (WCAG AA for text), and a little against rounding

/**
 * A tenant's colour made readable (≥ 4.5:1) in both modes: the hue stays, the lightness moves until it reads.
 * Null when the text is not `#rrggbb`.
 */
export function fitAccent(accentHex: string): Accent | null {
  const rgb = parseHexColour(accentHex)
  if (!rgb) return null
  const lab = toOklab(rgb)
  const softLight = tint(lab, 0.955, 0.25)
  const softDark = tint(lab, 0.285, 0.4)
  return {
    light: {
      accent: moveUntilReadable(lab, [...accentSurfaces.light, softLight], -0.01),
      accentInk: "#ffffff",
      accentSoft: softLight,
    },
    dark: {
      accent: moveUntilReadable(lab, [...accentSurfaces.dark, softDark, darkInk], 0.01),
      accentInk: darkInk,
      accentSoft: softDark,
    },
  }
}

type Oklab = readonly [lightness: number, a: number, b: number]

function moveUntilReadable(lab: Oklab, surfaces: readonly string[], step: number): string {
  for (let lightness = lab[0]; lightness >= 0 && lightness <= 1; lightness += step) {
    const hex = toHex(fitGamut([lightness, lab[1], lab[2]]))
    if (surfaces.every((surface) => contrastRatio(hex, surface) >= wanted)) return hex
  }
  return step < 0 ? "#000000" : "#ffffff"
}

/** A pale (or deep) relative of the accent: same hue, a share of its chroma, at most that of a calm tint. */
function tint(lab: Oklab, lightness: number, share: number): string {
  const chroma = Math.hypot(lab[1], lab[2])
  const scale = chroma === 0 ? 0 : Math.min(chroma * share, 0.05) / chroma
  return toHex(fitGamut([lightness, lab[1] * scale, lab[2] * scale]))
}

/** Björn Ottosson, "A perceptual color space for image processing" (2020). */
function toOklab(rgb: Rgb): Oklab {
  const [r, g, b] = [linearChannel(rgb[0]), linearChannel(rgb[1]), linearChannel(rgb[2])]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function toLinear([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** Gives up chroma, never hue, until the colour exists on a screen. */
function fitGamut([lightness, a, b]: Oklab): Rgb {
  for (let share = 1; share > 0; share -= 0.04) {
    const linear = toLinear([lightness, a * share, b * share])
    if (linear.every((channel) => channel >= -0.0005 && channel <= 1.0005)) return linear
  }
  return toLinear([lightness, 0, 0])
}

function toHex(linear: Rgb): string {
  const channels = linear.map((value) => {
    const share = Math.min(1, Math.max(0, value))
    const encoded = share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0")
  })
  return `#${channels.join("")}`
}
