import type { z } from "zod"
import type { RefusalCode } from "#lib/base/refusals"
import {
  availabilityInput,
  availabilityOutput,
  bookingInput,
  bookingOutput,
  cancelInput,
  confirmedOutput,
  holdInput,
  holdOutput,
  moveInput,
  practiceInput,
  releaseInput,
  servicesOutput,
  viewInput,
} from "#lib/integrations/api-schemas"

/** One method of one address. Fields that the path does not name are the query of a GET and the body of the rest. */
export type ApiOperation = {
  /** Stable: operationId of the document, scope of idempotency keys, purpose in the audit log. */
  readonly name: string
  readonly method: "GET" | "POST" | "PATCH" | "DELETE"
  readonly path: string
  readonly summary: string
  readonly description: string
  readonly input: z.ZodObject
  readonly status: 200 | 201 | 204
  readonly output: z.ZodObject | null
  /** What it may refuse, beside what every operation may. */
  readonly refusals: readonly RefusalCode[]
}

/** Every operation may answer with these. */
const commonRefusals: readonly RefusalCode[] = [
  "MALFORMED",
  "INVALID_INPUT",
  "NOT_FOUND",
  "FORBIDDEN",
  "UNAVAILABLE",
]

/** Whoever changes something sends a body and an idempotency key, and comes from a program or our own pages. */
const mutationRefusals: readonly RefusalCode[] = [
  "TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "CROSS_SITE",
  "IDEMPOTENCY_MISMATCH",
  "IDEMPOTENCY_IN_FLIGHT",
]

export const listServicesOperation = {
  name: "listServices",
  method: "GET",
  path: "/api/v1/{tenant}/services",
  summary: "Services that are booked online",
  description: "The practice, its booking policy, and its services with the practitioners who perform them.",
  input: practiceInput,
  status: 200,
  output: servicesOutput,
  refusals: [],
} as const satisfies ApiOperation

export const findAvailabilityOperation = {
  name: "findAvailability",
  method: "GET",
  path: "/api/v1/{tenant}/availability",
  summary: "Free times of a service",
  description: "Every start that can be held right now, in order, with its offset and its zone.",
  input: availabilityInput,
  status: 200,
  output: availabilityOutput,
  refusals: [],
} as const satisfies ApiOperation

export const holdSlotOperation = {
  name: "holdSlot",
  method: "POST",
  path: "/api/v1/{tenant}/holds",
  summary: "Hold a time",
  description:
    "Takes a free time for a few minutes, while somebody fills in their details. Nobody else can have it.",
  input: holdInput,
  status: 201,
  output: holdOutput,
  refusals: ["SLOT_TAKEN", "TOO_SOON", "NOT_BOOKABLE"],
} as const satisfies ApiOperation

export const releaseHoldOperation = {
  name: "releaseHold",
  method: "DELETE",
  path: "/api/v1/{tenant}/holds/{token}",
  summary: "Give a held time back",
  description: "At once, rather than when the hold runs out.",
  input: releaseInput,
  status: 204,
  output: null,
  refusals: ["HOLD_EXPIRED", "LINK_DEAD", "ILLEGAL_TRANSITION"],
} as const satisfies ApiOperation

export const confirmHoldOperation = {
  name: "confirmHold",
  method: "POST",
  path: "/api/v1/{tenant}/bookings",
  summary: "Book the held time",
  description:
    "Turns a hold into a booking and sends the confirmation. The three tokens are three powers: to see, to move, " +
    "to cancel. They are told here and nowhere else.",
  input: bookingInput,
  status: 201,
  output: confirmedOutput,
  refusals: ["HOLD_EXPIRED", "LINK_DEAD", "ILLEGAL_TRANSITION"],
} as const satisfies ApiOperation

export const viewBookingOperation = {
  name: "viewBooking",
  method: "GET",
  path: "/api/v1/{tenant}/bookings/{token}",
  summary: "See a booking",
  description: "With the view token. Nothing about the customer is told.",
  input: viewInput,
  status: 200,
  output: bookingOutput,
  refusals: ["LINK_DEAD"],
} as const satisfies ApiOperation

export const moveBookingOperation = {
  name: "moveBooking",
  method: "PATCH",
  path: "/api/v1/{tenant}/bookings/{token}",
  summary: "Move a booking",
  description: "With the move token, to another free time of the same service, until the practice's notice.",
  input: moveInput,
  status: 200,
  output: bookingOutput,
  refusals: ["LINK_DEAD", "TOO_LATE", "TOO_SOON", "SLOT_TAKEN", "NOT_BOOKABLE", "ILLEGAL_TRANSITION"],
} as const satisfies ApiOperation

export const cancelBookingOperation = {
  name: "cancelBooking",
  method: "DELETE",
  path: "/api/v1/{tenant}/bookings/{token}",
  summary: "Cancel a booking",
  description: "With the cancel token, until the practice's notice.",
  input: cancelInput,
  status: 204,
  output: null,
  refusals: ["LINK_DEAD", "TOO_LATE", "ILLEGAL_TRANSITION"],
} as const satisfies ApiOperation

export const apiOperations: readonly ApiOperation[] = [
  listServicesOperation,
  findAvailabilityOperation,
  holdSlotOperation,
  releaseHoldOperation,
  confirmHoldOperation,
  viewBookingOperation,
  moveBookingOperation,
  cancelBookingOperation,
]

/** Every code with which an operation may refuse. */
export function refusalsOf({ method, refusals }: ApiOperation): RefusalCode[] {
  return [...commonRefusals, ...(method === "GET" ? [] : mutationRefusals), ...refusals]
}
