"use client"

import { useActionState } from "react"
import { Button } from "#ui/button"
import { DefinitionList } from "#ui/definition-list"
import { Dialog } from "#ui/dialog"
import { Notice } from "#ui/notice"
import { SubmitButton } from "#ui/submit-button"
import { moveAtDesk } from "../[tenant]/desk/bookings/actions.ts"
import { StepFields, useFreshWhenStale } from "./step-fields.tsx"

export type MoveWords = {
  title: string
  from: string
  to: string
  note: string
  yes: string
  no: string
  pending: string
  refused: string
  close: string
  refusals: Record<string, string>
}

/** Where a dragged appointment was let go. */
export type Drop = {
  readonly bookingId: string
  readonly version: string
  readonly title: string
  readonly startsAt: string
  readonly practitionerId: string
  readonly from: string
  readonly to: string
}

type Props = {
  drop: Drop
  tenant: string
  back: string
  idempotencyKey: string
  words: MoveWords
  onClose: () => void
}

/** A drag is easily a slip, and a customer is told of every move: so it is asked once. */
export function MoveDialog({ drop, tenant, back, idempotencyKey, words, onClose }: Props) {
  const [state, send, pending] = useActionState(moveAtDesk, { status: "idle" })
  useFreshWhenStale(state)
  return (
    <Dialog
      open
      onOpenChange={(open) => open || pending || onClose()}
      title={words.title}
      description={drop.title}
      closeLabel={words.close}
      actions={
        <form action={send} className="contents">
          <StepFields
            tenant={tenant}
            bookingId={drop.bookingId}
            version={drop.version}
            back={back}
            idempotencyKey={idempotencyKey}
            state={state}
          />
          <input type="hidden" name="startsAt" value={drop.startsAt} />
          <input type="hidden" name="practitionerId" value={drop.practitionerId} />
          <Button tone="quiet" onClick={onClose}>
            {words.no}
          </Button>
          <SubmitButton pendingLabel={words.pending}>{words.yes}</SubmitButton>
        </form>
      }
    >
      <div className="grid gap-3">
        {state.status === "refused" ? (
          <Notice tone="danger" title={words.refused}>
            {words.refusals[state.code]}
          </Notice>
        ) : null}
        <DefinitionList
          entries={[
            { term: words.from, value: drop.from },
            { term: words.to, value: drop.to },
          ]}
        />
        <p className="text-ink-quiet text-sm">{words.note}</p>
      </div>
    </Dialog>
  )
}
