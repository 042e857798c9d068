import "server-only"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { listDay } from "#lib/bookings/list-day"
import { readBooking } from "#lib/bookings/read-booking"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { readOwnDesk } from "#lib/members/read-own-desk"
import { DayPage, type DayView } from "../../_parts/day-page.tsx"
import { dateIn } from "../../_parts/format-times.ts"

const input = z.object({
  tenant: z.string(),
  date: z.iso.date().optional(),
  view: z.enum(["list"]).optional(),
  cancelled: z.enum(["1"]).optional(),
  who: z.uuid().optional(),
  booking: z.uuid().optional(),
  did: z.string().max(40).optional(),
  v: z.coerce.number().int().optional(),
})

async function run(
  tx: Tx<"bookings:read">,
  query: z.infer<typeof input>,
): Promise<Outcome<DayView, "NOT_FOUND">> {
  const desk = await readOwnDesk(tx)
  if (!desk.ok) return desk
  const today = dateIn(desk.value.tenant.zone, tx.now)
  const [day, booking] = await Promise.all([
    listDay(tx, { date: query.date ?? today }),
    query.booking ? readBooking(tx, { bookingId: query.booking }) : undefined,
  ])
  if (!day.ok) return day
  return ok({
    desk: desk.value,
    day: day.value,
    booking: booking?.ok ? booking.value : undefined,
    today,
    nowMs: tx.now.getTime(),
  })
}

/** The day: a column for each practitioner, or a list; beside it the appointment that is open. */
export default page({
  permission: "bookings:read",
  input,
  run,
  view: async (value, query) => {
    const t = await getTranslations("desk.day")
    return <DayPage {...value} query={query} title={t("title")} />
  },
})
