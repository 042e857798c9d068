import { z } from "zod"
import { MAX_RANGE_DAYS } from "#lib/availability/expand-hours"
import { type RefusalCode, refusals } from "#lib/base/refusals"

// Every field of the public API, once: the doors parse with these, and the OpenAPI document is made of them.

const tenant = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/)
  .meta({
    description: "The practice's public name, the first part of its booking address.",
    examples: ["lumen"],
  })

// Not z.uuid(), which wants a version that a key of ours need not have. One spelling: ids are compared as text.
const id = z.guid().toLowerCase().meta({ format: "uuid" })

/** This century: Postgres, Temporal and JSON agree on these years, and no booking needs another. */
const thisCentury = /^20/
const date = z.iso.date().regex(thisCentury).meta({ format: "date" })
const instant = z.iso.datetime({ offset: true }).max(40).regex(thisCentury).meta({ format: "date-time" })

const token = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

const oneLine = /^[^\p{Cc}]+$/u

export const practiceInput = z.strictObject({ tenant })

export const availabilityInput = z.strictObject({
  tenant,
  service: id.meta({ description: "Id of a service that is booked online." }),
  practitioner: id
    .optional()
    .meta({ description: "Id of a practitioner. Left out: anyone who performs it." }),
  from: date.meta({ description: "First date, in the practice's own zone.", examples: ["2026-12-01"] }),
  to: date.meta({
    description: `Last date, included; at most ${MAX_RANGE_DAYS} days in all.`,
    examples: ["2026-12-14"],
  }),
})

export const holdInput = z.strictObject({
  tenant,
  serviceId: id,
  practitionerId: id.optional().meta({ description: "Left out: anyone who is free." }),
  startsAt: instant.meta({
    description: "A start that availability offers, with its offset.",
    examples: ["2026-12-01T09:00:00+01:00"],
  }),
})

export const releaseInput = z.strictObject({
  tenant,
  token: token.meta({ description: "The `holdToken` of the hold." }),
})

export const bookingInput = z.strictObject({
  tenant,
  holdToken: token.meta({ description: "From `POST holds`. It works once." }),
  fullName: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(oneLine)
    .meta({ examples: ["Ada Lovelace"] }),
  email: z
    .email()
    .max(254)
    .meta({ description: "Where the confirmation goes.", examples: ["ada@example.org"] }),
  phone: z
    .string()
    .regex(/^[+]?[0-9 ()/.-]{4,31}$/)
    .optional()
    .meta({ examples: ["+49 30 901820"] }),
  locale: z
    .enum(["en", "de"])
    .optional()
    .meta({ description: "Language of the messages. Left out: the practice's own." }),
})

export const viewInput = z.strictObject({
  tenant,
  token: token.meta({ description: "The view token of the booking." }),
})

export const moveInput = z.strictObject({
  tenant,
  token: token.meta({ description: "The move token of the booking." }),
  startsAt: instant.meta({ description: "The new start, with its offset." }),
  practitionerId: id.optional().meta({ description: "Left out: anyone who is free." }),
})

export const cancelInput = z.strictObject({
  tenant,
  token: token.meta({ description: "The cancel token of the booking." }),
})

// What is answered.

const outId = z.string().meta({ format: "uuid" })
const outInstant = z.string().meta({
  format: "date-time",
  description: "RFC 3339, with the offset that holds in `zone` at that moment.",
})
const zone = z.string().meta({ description: "IANA time zone of the place.", examples: ["Europe/Berlin"] })
const cents = z.int().meta({ description: "In hundredths of the currency's unit." })

const practitioner = z.object({ id: outId, displayName: z.string(), title: z.string(), titleDe: z.string() })

export const servicesOutput = z.object({
  practice: z.object({
    slug: z.string(),
    name: z.string(),
    locale: z.enum(["en", "de"]),
    zone,
    currency: z.string().meta({ description: "ISO 4217." }),
    noticeMinutes: z.int().meta({ description: "The soonest booking starts this far ahead." }),
    horizonDays: z.int().meta({ description: "The last booking starts this many days ahead." }),
    changeNoticeMinutes: z.int().meta({ description: "Moving and cancelling online end this long before." }),
    holdMinutes: z.int(),
    needsApproval: z.boolean().meta({ description: "Bookings wait as `pending` until the practice agrees." }),
  }),
  services: z.array(
    z.object({
      id: outId,
      slug: z.string(),
      name: z.string(),
      nameDe: z.string(),
      description: z.string(),
      descriptionDe: z.string(),
      durationMinutes: z.int(),
      priceCents: cents,
      capacity: z.int().meta({ description: "More than one: a group with that many seats." }),
      practitioners: z.array(practitioner),
    }),
  ),
})

export const availabilityOutput = z.object({
  serviceId: outId,
  slots: z.array(
    z.object({
      startsAt: outInstant,
      endsAt: outInstant,
      zone,
      practitionerIds: z.array(outId),
      seatsLeft: z.int().optional().meta({ description: "Groups only." }),
    }),
  ),
})

export const holdOutput = z.object({
  holdToken: z
    .string()
    .meta({ description: "Opens this hold and nothing else, until it runs out. Keep it secret." }),
  expiresAt: z.string().meta({ format: "date-time" }),
  serviceId: outId,
  practitionerId: outId,
  startsAt: outInstant,
  endsAt: outInstant,
  zone,
})

const link = z.object({
  token: z.string(),
  url: z.string().meta({ format: "uri", description: "The same power as a page for people." }),
})

export const confirmedOutput = z.object({
  bookingId: outId,
  state: z.enum(["pending", "confirmed"]),
  view: link,
  move: link,
  cancel: link,
})

export const bookingOutput = z.object({
  bookingId: outId,
  state: z.enum(["held", "pending", "confirmed", "arrived", "completed", "cancelled", "no-show"]),
  version: z.int().meta({ description: "Rises with every change." }),
  startsAt: outInstant,
  endsAt: outInstant,
  wallStart: z
    .string()
    .meta({ description: "The promise, on the clock of `zone`.", examples: ["2026-12-01T09:00"] }),
  zone,
  service: z.object({ id: outId, slug: z.string(), name: z.string(), nameDe: z.string() }),
  practitioner: z.object({ id: outId, displayName: z.string() }),
  location: z.object({ name: z.string(), address: z.string() }),
  priceCents: cents,
  currency: z.string(),
  changeableUntil: z.string().meta({ format: "date-time" }),
})

export const problemOutput = z.object({
  type: z.string().meta({ format: "uri" }),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]),
  requestId: outId,
  errors: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "Field → rule that it breaks. Never a value." }),
})
