import "server-only"
import { z } from "zod"
import { type Outcome, ok, refused } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"
import { listServices, type Service } from "#lib/services/list-services"
import { readTenant, type Tenant } from "#lib/tenants/read-tenant"
import { type BookingCalendar, readBookingCalendar } from "./read-booking-calendar"

/** What an address can wish for. Anything malformed is "not here". */
export const wishInput = {
  practitioner: z.union([z.uuid(), z.literal("anyone")]).optional(),
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
  date: z.iso.date().optional(),
}

export const choiceInput = z.object({
  tenant: z.string(),
  service: z.string().regex(/^[a-z0-9-]{1,64}$/),
  ...wishInput,
})

export type Choice = {
  readonly tenant: Tenant
  readonly service: Service
  /** Nobody is asked with whom: a group, or only one person performs it. */
  readonly noChoice: boolean
  /** Absent until somebody is chosen. */
  readonly wanted: string | undefined
  readonly calendar: BookingCalendar | undefined
}

/** The service of the address, and its calendar once it is known with whom. */
export async function readChoice(
  tx: Tx<"public:read">,
  { service: slug, practitioner, month, date }: z.infer<typeof choiceInput>,
): Promise<Outcome<Choice, "NOT_FOUND">> {
  const [tenant, services] = await Promise.all([readTenant(tx), listServices(tx)])
  if (!tenant.ok) return tenant
  const service = services.find((one) => one.slug === slug)
  if (!service) return refused("NOT_FOUND")
  const noChoice = asksNobody(service)
  const wanted = practitioner ?? (noChoice ? "anyone" : undefined)
  const choice = { tenant: tenant.value, service, noChoice, wanted }
  if (!wanted) return ok({ ...choice, calendar: undefined })
  const calendar = await readBookingCalendar(tx, {
    serviceId: service.id,
    practitionerId: wanted === "anyone" ? undefined : wanted,
    month,
    date,
    zone: tenant.value.zone,
    horizonDays: tenant.value.horizonDays,
  })
  return calendar.ok ? ok({ ...choice, calendar: calendar.value }) : refused("NOT_FOUND")
}

/** Whether "with whom?" is a question at all. */
export function asksNobody({ capacity, practitioners }: Service): boolean {
  return capacity > 1 || practitioners.length < 2
}
