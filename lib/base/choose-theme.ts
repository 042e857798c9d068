export const themes = ["auto", "light", "dark"] as const
export type Theme = (typeof themes)[number]

export const themeCookieName = "__Host-theme"

/** A chosen theme, or `auto` (as the device says) for anything else. */
export function chooseTheme(chosen: unknown): Theme {
  return themes.find((theme) => theme === chosen) ?? "auto"
}
