"use client"

import { useRouter } from "next/navigation"
import { useEffect, useMemo } from "react"
import type { FormState } from "#lib/entry/action"

type Props = {
  tenant: string
  bookingId: string
  version: string | number
  /** Where to go when it is done; checked again on the server. */
  back: string
  idempotencyKey: string
  state: FormState<unknown>
}

/** What every form about one booking carries. */
export function StepFields({ tenant, bookingId, version, back, idempotencyKey, state }: Props) {
  return (
    <>
      <input type="hidden" name="tenant" value={tenant} />
      <input type="hidden" name="bookingId" value={bookingId} />
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="back" value={back} />
      <KeyField first={idempotencyKey} state={state} />
    </>
  )
}

/**
 * The form's idempotency key: the server's for the first try, so that a double press is one; a new one after an
 * answer, because a refused try and the next are two different things.
 */
export function KeyField({ first, state }: { first: string; state: FormState<unknown> }) {
  const key = useMemo(() => (state.status === "idle" ? first : crypto.randomUUID()), [first, state])
  return <input type="hidden" name="idempotencyKey" value={key} suppressHydrationWarning />
}

/** A refusal because of a stale screen brings the fresh state onto it. */
export function useFreshWhenStale(state: FormState<unknown>): void {
  const router = useRouter()
  useEffect(() => {
    if (state.status !== "refused") return
    if (["STALE", "ILLEGAL_TRANSITION", "SLOT_TAKEN", "NOT_FOUND"].includes(state.code)) router.refresh()
  }, [state, router])
}
