import "server-only"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { type DeskBooking, readBooking } from "#lib/bookings/read-booking"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { type OwnDesk, readOwnDesk } from "#lib/members/read-own-desk"
import { Card } from "#ui/card"
import { BookingPanel } from "../../../../_parts/booking-panel.tsx"
import { dayAddress } from "../../../../_parts/day-address.ts"
import { DeskShell } from "../../../../_parts/desk-shell.tsx"

const input = z.object({
  tenant: z.string(),
  id: z.uuid(),
  did: z.string().max(40).optional(),
  v: z.coerce.number().int().optional(),
})

async function run(
  tx: Tx<"bookings:read">,
  { id }: z.infer<typeof input>,
): Promise<Outcome<{ desk: OwnDesk; booking: DeskBooking }, "NOT_FOUND">> {
  const [desk, booking] = await Promise.all([readOwnDesk(tx), readBooking(tx, { bookingId: id })])
  if (!desk.ok) return desk
  return booking.ok ? ok({ desk: desk.value, booking: booking.value }) : booking
}

/** One appointment on a page of its own: what a link in a message or a second window opens. */
export default page({
  permission: "bookings:read",
  input,
  run,
  view: async ({ desk, booking }, { did, v }) => {
    const t = await getTranslations("desk")
    const { slug } = desk.tenant
    const title = booking.customerName ?? t("booking.title")
    return (
      <DeskShell desk={desk} section="booking" title={t("booking.title")}>
        <div className="mx-auto grid w-full max-w-narrow gap-5 px-4 py-6 sm:px-6 sm:py-10">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <h1 className="font-semibold text-3xl">{title}</h1>
            <Link
              href={dayAddress(slug, { date: booking.wallStart.slice(0, 10), booking: booking.id })}
              prefetch={false}
              className="link inline-flex min-h-6 items-center"
            >
              {t("booking.toDay")}
            </Link>
          </div>
          <Card>
            <BookingPanel
              desk={desk}
              booking={booking}
              back={`/${slug}/desk/bookings/${booking.id}`}
              did={did && v ? { what: did, version: v } : undefined}
            />
          </Card>
        </div>
      </DeskShell>
    )
  },
})
