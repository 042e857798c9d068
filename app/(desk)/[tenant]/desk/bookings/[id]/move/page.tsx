import "server-only"
import { randomUUID } from "node:crypto"
import { getLocale, getTranslations } from "next-intl/server"
import { z } from "zod"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import { type FreeTimes, listFreeTimes } from "#lib/bookings/list-free-times"
import { type DeskBooking, readBooking } from "#lib/bookings/read-booking"
import type { Tx } from "#lib/db/transaction"
import { page } from "#lib/entry/page"
import { type OwnDesk, readOwnDesk } from "#lib/members/read-own-desk"
import { listServices, type Service } from "#lib/services/list-services"
import { Card } from "#ui/card"
import { dayAddress } from "../../../../../_parts/day-address.ts"
import { describeTimes } from "../../../../../_parts/describe-times.ts"
import { DeskShell } from "../../../../../_parts/desk-shell.tsx"
import { wallMoment } from "../../../../../_parts/format-times.ts"
import { MoveForm } from "../../../../../_parts/move-form.tsx"
import { mayMove } from "../../../../../_parts/offer-steps.ts"
import { refusalWords } from "../../../../../_parts/refusal-words.ts"
import { SlotQueryForm } from "../../../../../_parts/slot-query-form.tsx"

const input = z.object({
  tenant: z.string(),
  id: z.uuid(),
  date: z.iso.date().optional(),
  practitioner: z.union([z.uuid(), z.literal("")]).optional(),
})

type MoveView = { desk: OwnDesk; booking: DeskBooking; service: Service; date: string; free: FreeTimes }

async function run(
  tx: Tx<"bookings:write">,
  query: z.infer<typeof input>,
): Promise<Outcome<MoveView, "NOT_FOUND" | "INVALID_INPUT">> {
  const [desk, booking, services] = await Promise.all([
    readOwnDesk(tx),
    readBooking(tx, { bookingId: query.id }),
    listServices(tx),
  ])
  if (!desk.ok) return desk
  if (!booking.ok) return booking
  const service = services.find(({ id }) => id === booking.value.serviceId)
  if (!service || !mayMove(booking.value)) return refused("NOT_FOUND")
  const date = query.date ?? booking.value.wallStart.slice(0, 10)
  const free = await listFreeTimes(tx, {
    serviceId: service.id,
    practitionerId: wantedPractitioner(query.practitioner, booking.value) || undefined,
    date,
    exceptBookingId: booking.value.id,
  })
  return free.ok ? ok({ desk: desk.value, booking: booking.value, service, date, free: free.value }) : free
}

/** The one it is with, until "anyone" (an empty choice) or somebody else is asked for. */
function wantedPractitioner(asked: string | undefined, booking: DeskBooking): string {
  return asked ?? booking.practitionerId
}

/** Another time for an appointment: what dragging does, by keyboard and on a phone. */
export default page({
  permission: "bookings:write",
  input,
  run,
  view: async ({ desk, booking, service, date, free }, query) => {
    const [t, locale, refusals] = await Promise.all([getTranslations("desk"), getLocale(), refusalWords()])
    const { slug } = desk.tenant
    const here = `/${slug}/desk/bookings/${booking.id}/move`
    const practitioner = wantedPractitioner(query.practitioner, booking)
    const others = free.times.filter(
      ({ startsAt, practitionerIds }) =>
        Date.parse(startsAt) !== Date.parse(booking.startsAt) ||
        !practitionerIds.includes(booking.practitionerId) ||
        practitionerIds.length > 1,
    )
    return (
      <DeskShell desk={desk} section="booking" title={t("move.title")}>
        <div className="mx-auto grid w-full max-w-narrow gap-5 px-4 py-6 sm:px-6 sm:py-10">
          <div className="grid gap-1">
            <h1 className="font-semibold text-3xl">
              {t("move.title")}: {booking.customerName}
            </h1>
            <p className="text-ink-quiet">
              {t("move.lead", {
                time: wallMoment(booking.wallStart, locale),
                name: booking.practitionerName,
              })}
            </p>
          </div>
          <Card className="grid gap-6">
            <SlotQueryForm
              action={here}
              fields={{ practitioner, date }}
              practitioners={service.practitioners}
              words={{
                practitioner: t("book.practitioner"),
                anyone: t("book.anyone"),
                date: t("book.date"),
                show: t("book.show"),
              }}
            />
            <MoveForm
              tenant={slug}
              bookingId={booking.id}
              version={booking.version}
              practitionerId={practitioner}
              back={dayAddress(slug, { date, booking: booking.id })}
              cancelHref={dayAddress(slug, { date: booking.wallStart.slice(0, 10), booking: booking.id })}
              idempotencyKey={randomUUID()}
              words={{
                submit: t("move.submit"),
                pending: t("booking.pending"),
                no: t("move.ask.no"),
                refused: t("refused"),
                refusals,
                fieldErrors: { TIME: t("book.fields.TIME") },
                note: t("move.ask.note"),
              }}
              times={
                await describeTimes({
                  free: { ...free, times: others },
                  date,
                  service,
                  hrefOf: (on) => `${here}?${new URLSearchParams({ practitioner, date: on })}`,
                })
              }
            />
          </Card>
        </div>
      </DeskShell>
    )
  },
})
