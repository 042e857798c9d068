import { safeReturnPath } from "#lib/base/safe-return-path"

/**
 * Where a step returns to: the page of the desk that it was taken on, and the booking's own page otherwise. What was
 * done, and to which version, goes along, so that the page can say it.
 */
export function returnToDesk(
  { tenant, back }: { readonly tenant: string; readonly back: string },
  done: { readonly did: string; readonly bookingId: string; readonly version: number },
): string {
  const desk = `/${tenant}/desk`
  const own = `${desk}/bookings/${done.bookingId}`
  const path = safeReturnPath(back, own)
  const url = new URL(
    path === desk || (/^[/?]/.test(path.slice(desk.length)) && path.startsWith(desk)) ? path : own,
    "https://own.invalid",
  )
  // The day view shows what was done beside the day.
  if (url.pathname === desk) url.searchParams.set("booking", done.bookingId)
  url.searchParams.set("did", done.did)
  url.searchParams.set("v", String(done.version))
  return url.pathname + url.search
}
