export type Rgb = readonly [red: number, green: number, blue: number]

/** `#rrggbb` to channels 0–255, or null for anything else (so that no stray text reaches a style sheet). */
export function parseHexColour(hex: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (!match) return null
  const [, red = "", green = "", blue = ""] = match
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)]
}

/** An 8-bit sRGB channel as linear light, 0–1 (WCAG 2.2, "relative luminance"). */
export function linearChannel(channel: number): number {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function relativeLuminance([red, green, blue]: Rgb): number {
  return 0.2126 * linearChannel(red) + 0.7152 * linearChannel(green) + 0.0722 * linearChannel(blue)
}

/** WCAG 2.2 contrast of two opaque colours `#rrggbb`: 1 (same) to 21 (black on white). Throws on another notation. */
export function contrastRatio(oneHex: string, otherHex: string): number {
  const one = parseHexColour(oneHex)
  const other = parseHexColour(otherHex)
  if (!one || !other) throw new Error(`Not a #rrggbb colour: ${one ? otherHex : oneHex}`)
  const [low = 0, high = 0] = [relativeLuminance(one), relativeLuminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}
