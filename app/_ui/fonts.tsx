import localFont from "next/font/local"

/**
 * Hanken Grotesk (OFL), from our own origin: open shapes, level figures, a plain zero in times and prices.
 * `optional`: a font that comes late is kept for the next page; swapping it in would move what somebody is reading.
 */
const latin = localFont({
  src: "../../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
  weight: "100 900",
  display: "optional",
  variable: "--font-latin",
  adjustFontFallback: "Arial",
})

/** Fetched only when a name needs it (Łukasz, Gülşah). */
const latinExtended = localFont({
  src: "../../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-ext-wght-normal.woff2",
  weight: "100 900",
  display: "optional",
  variable: "--font-latin-ext",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
    },
  ],
})

export const fontClasses = `${latin.variable} ${latinExtended.variable}`
