import "server-only"
import type { z } from "zod"
import { findAvailability } from "#lib/availability/find-availability"
import { type Outcome, ok } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"
import type { availabilityInput, availabilityOutput } from "#lib/integrations/api-schemas"

/** What is free, as the API tells it: by the same engine that draws the booking page. */
export async function answerAvailability(
  tx: Tx<"public:read">,
  { service, practitioner, from, to }: z.infer<typeof availabilityInput>,
): Promise<Outcome<z.infer<typeof availabilityOutput>, "NOT_FOUND" | "INVALID_INPUT">> {
  const found = await findAvailability(tx, {
    serviceId: service,
    practitionerId: practitioner,
    fromDate: from,
    toDate: to,
  })
  if (!found.ok) return found
  const slots = found.value.slots.map(({ startsAt, endsAt, zone, practitionerIds, seatsLeft }) => ({
    startsAt,
    endsAt,
    zone,
    practitionerIds: [...practitionerIds],
    ...(seatsLeft !== undefined && { seatsLeft }),
  }))
  return ok({ serviceId: service, slots })
}
