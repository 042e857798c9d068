"use client"

import Link from "next/link"
import { useActionState } from "react"
import { buttonClass } from "#ui/button"
import { Notice } from "#ui/notice"
import { SubmitButton } from "#ui/submit-button"
import { moveAtDesk } from "../[tenant]/desk/bookings/actions.ts"
import { StepFields, useFreshWhenStale } from "./step-fields.tsx"
import { TimeChoice, type TimeChoiceProps } from "./time-choice.tsx"

type Props = {
  tenant: string
  bookingId: string
  version: number
  /** Empty: anyone. */
  practitionerId: string
  back: string
  cancelHref: string
  idempotencyKey: string
  words: {
    submit: string
    pending: string
    no: string
    note: string
    refused: string
    refusals: Record<string, string>
    fieldErrors: Record<string, string>
  }
  times: TimeChoiceProps
}

/** Sends the chosen time with the version that is on the screen. */
export function MoveForm({ words, practitionerId, cancelHref, times, ...fields }: Props) {
  const [state, send] = useActionState(moveAtDesk, { status: "idle" })
  useFreshWhenStale(state)
  const refusal = state.status === "refused" ? state : undefined
  const fieldError = words.fieldErrors[refusal?.fieldErrors.startsAt ?? ""]
  return (
    <form action={send} className="grid gap-5">
      <StepFields {...fields} state={state} />
      {practitionerId ? <input type="hidden" name="practitionerId" value={practitionerId} /> : null}
      {refusal ? (
        <Notice tone="danger" title={words.refused}>
          {fieldError ?? words.refusals[refusal.code]}
        </Notice>
      ) : null}
      <TimeChoice {...times} chosen={refusal?.typed.startsAt ?? times.chosen} error={fieldError} />
      <div className="grid gap-3">
        <p className="text-ink-quiet text-sm">{words.note}</p>
        <div className="flex flex-wrap gap-3">
          <SubmitButton pendingLabel={words.pending}>{words.submit}</SubmitButton>
          <Link href={cancelHref} prefetch={false} className={buttonClass({ tone: "quiet" })}>
            {words.no}
          </Link>
        </div>
      </div>
    </form>
  )
}
