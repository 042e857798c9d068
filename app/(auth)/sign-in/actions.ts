"use server"

import { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import { safeReturnPath } from "#lib/base/safe-return-path"
import { enterAsPerson } from "#lib/entry/enter-as-person"
import { openAction } from "#lib/entry/open-action"
import { listOwnPractices, type OwnPractice } from "#lib/members/list-own-practices"
import { signIn as openSession } from "#lib/session/sign-in"

const input = z.object({
  email: z.string().trim().max(254, "EMAIL").pipe(z.email("EMAIL")),
  password: z.string().min(1, "PASSWORD").max(1_000, "PASSWORD"),
  next: z.string().max(2_000).optional(),
})

async function run({
  email,
  password,
}: z.infer<typeof input>): Promise<Outcome<readonly OwnPractice[], "NOT_SIGNED_IN" | "UNAVAILABLE">> {
  const session = await openSession({ email, password })
  if (!session.ok) return session
  const practices = await enterAsPerson(session.value, listOwnPractices)
  return practices.ok ? ok(practices.value) : practices
}

/** Where somebody was going, if it is in a practice of theirs; else their only practice, or the choice. */
function destination(practices: readonly OwnPractice[], wanted: string | undefined): string {
  const path = safeReturnPath(wanted, "/practices")
  if (practices.some(({ slug }) => path === `/${slug}` || path.startsWith(`/${slug}/`))) return path
  const [only, second] = practices
  return only && !second ? `/${only.slug}/desk` : "/practices"
}

export const signIn = openAction({
  name: "session.sign-in",
  input,
  run,
  next: (practices, { next }) => destination(practices, next),
})
