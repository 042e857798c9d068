"use server"

import { z } from "zod"
import { bookCaller, type Caller } from "#lib/bookings/book-caller"
import type { Tx } from "#lib/db/transaction"
import { action } from "#lib/entry/action"

const blank = z.literal("").transform(() => undefined)
const line = (most: number) =>
  z
    .string()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Postgres takes no NUL, and no name has a line break
    .transform((text) => text.replace(/[\u0000-\u001f\u007f]+/g, " ").trim())
    .pipe(z.string().max(most))

const input = z
  .object({
    tenant: z.string(),
    serviceId: z.uuid(),
    practitionerId: z.union([blank, z.uuid()]).optional(),
    startsAt: z.iso.datetime({ offset: true, error: "TIME" }),
    customerId: z.union([blank, z.uuid()]).optional(),
    fullName: line(120).default(""),
    phone: z
      .union(
        [
          blank,
          z
            .string()
            .trim()
            .regex(/^[+]?[0-9 ()/.-]{4,31}$/, "PHONE"),
        ],
        "PHONE",
      )
      .optional(),
    email: z.union([blank, z.string().trim().max(254).pipe(z.email())], "EMAIL").optional(),
    locale: z.enum(["en", "de"]).default("en"),
  })
  .superRefine((form, context) => {
    if (form.customerId) return
    if (!form.fullName) context.addIssue({ code: "custom", path: ["fullName"], message: "NAME" })
    if (!form.phone && !form.email) context.addIssue({ code: "custom", path: ["phone"], message: "CONTACT" })
  })

function run(tx: Tx<"bookings:write">, form: z.infer<typeof input>) {
  const { serviceId, practitionerId, customerId, fullName, phone, email, locale } = form
  const caller: Caller = customerId ? { customerId } : { fullName, phone, email, locale }
  return bookCaller(tx, { serviceId, practitionerId, startsAt: new Date(form.startsAt), caller })
}

/** Books for somebody who calls or stands at the desk. */
export const bookAtDesk = action({
  name: "desk.book",
  permission: "bookings:write",
  input,
  run,
  next: ({ bookingId }, { tenant, startsAt }) =>
    `/${tenant}/desk?${new URLSearchParams({ date: startsAt.slice(0, 10), booking: bookingId, did: "book", v: "1" })}`,
})
