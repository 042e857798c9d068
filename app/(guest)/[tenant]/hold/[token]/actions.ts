"use server"

import { z } from "zod"
import { confirmHold } from "#lib/bookings/confirm-hold"
import { releaseHold } from "#lib/bookings/release-hold"
import { action } from "#lib/entry/action"
import { detailsInput } from "./details-input"

/** Turns the hold into a booking and leads to it. */
export const confirm = action({
  name: "confirm-hold",
  permission: "public:book",
  input: detailsInput,
  link: ({ token }) => token,
  run: (tx, { fullName, email, phone, locale }) =>
    confirmHold(tx, { fullName, email, phone: phone || undefined, locale, source: "public" }),
  next: ({ viewToken }, { tenant }) => `/${tenant}/booking/${viewToken}`,
})

/** Gives the time back and leads to the calendar of the same service. */
export const release = action({
  name: "release-hold",
  permission: "public:book",
  input: z.object({ tenant: z.string().max(40), token: z.string().max(100) }),
  link: ({ token }) => token,
  run: releaseHold,
  next: ({ serviceSlug }, { tenant }) => `/${tenant}/book/${serviceSlug}?practitioner=anyone`,
})
