import { z } from "zod"

const printable = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u

/** What a visitor says about themselves. Messages are keys of the `errors` namespace. No reason, no health: not here. */
export const detailsInput = z.object({
  tenant: z.string().max(40),
  token: z.string().max(100),
  fullName: z
    .string({ error: "fields.nameMissing" })
    .trim()
    .min(1, "fields.nameMissing")
    .max(120, "fields.nameTooLong")
    .regex(printable, "fields.nameShape"),
  email: z
    .string({ error: "fields.emailMissing" })
    .trim()
    .min(1, "fields.emailMissing")
    .max(254, "fields.emailShape")
    .pipe(z.email("fields.emailShape")),
  phone: z
    .string()
    .trim()
    .regex(/^([+]?[0-9 ()/.-]{4,31})?$/, "fields.phoneShape")
    .optional(),
  locale: z.enum(["en", "de"]),
})

export const fieldErrorKeys = [
  "nameMissing",
  "nameTooLong",
  "nameShape",
  "emailMissing",
  "emailShape",
  "phoneShape",
] as const
