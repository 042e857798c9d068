const names = ["fullName", "email", "phone", "locale"] as const
const keepMs = 30 * 60_000

/** Said on the window when the time has run out (hold-countdown.tsx). */
export const holdExpiredEvent = "holdfast:hold-expired"

/**
 * Keeps what was typed when a hold is lost, for the next try in this tab only. Nothing is kept when somebody simply
 * leaves: the next person at this screen may be another.
 */
export function keepTyped(tenant: string, form: HTMLFormElement): void {
  const data = new FormData(form)
  const typed = Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")]))
  if (!typed.fullName && !typed.email && !typed.phone) return
  try {
    sessionStorage.setItem(keyOf(tenant), JSON.stringify({ typed, until: Date.now() + keepMs }))
  } catch {
    // Storage is switched off: then it is typed again.
  }
}

/** Puts it back into an empty form, once. */
export function restoreTyped(tenant: string, form: HTMLFormElement): void {
  try {
    const kept = sessionStorage.getItem(keyOf(tenant))
    sessionStorage.removeItem(keyOf(tenant))
    const { typed, until } = JSON.parse(kept ?? "{}") as { typed?: Record<string, string>; until?: number }
    if (!typed || !until || until < Date.now()) return
    for (const name of names) {
      const field = form.elements.namedItem(name)
      if (field instanceof HTMLInputElement && field.value === "") field.value = typed[name] ?? ""
      if (field instanceof HTMLSelectElement && typed[name]) field.value = typed[name]
    }
  } catch {
    // Not ours, or no storage.
  }
}

function keyOf(tenant: string): string {
  return `holdfast:typed:${tenant}`
}
