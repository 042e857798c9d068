import "server-only"

const key = Symbol.for("holdfast.hold-pages")
type WithPages = typeof globalThis & { [key]?: Map<string, number> }

const reloadTakesMs = 4_000
const forgetAfterMs = 60 * 60_000

/** Token → when its page was last shown, in this process. On globalThis: the bundler instantiates modules twice. */
function pages(): Map<string, number> {
  const holder = globalThis as WithPages
  holder[key] ??= new Map()
  return holder[key]
}

/** The page of a hold is being shown. */
export function noticeHoldPage(token: string, nowMs: number = Date.now()): void {
  const shown = pages()
  if (shown.size > 1_000) for (const [one, atMs] of shown) if (nowMs - atMs > forgetAfterMs) shown.delete(one)
  shown.set(token, nowMs)
}

/**
 * A browser says the same when a page is reloaded as when its tab is closed. Waits for as long as a reload takes and
 * resolves with whether the page has come back. Where several processes serve, the page may come back elsewhere: then
 * a reload costs the hold, and the visitor reads so.
 */
export async function holdPageComesBack(token: string, waitMs: number = reloadTakesMs): Promise<boolean> {
  const leftAtMs = Date.now()
  await new Promise((resolve) => setTimeout(resolve, waitMs))
  return (pages().get(token) ?? 0) >= leftAtMs
}
