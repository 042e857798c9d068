"use client"

import { useActionState, useEffect, useState } from "react"
import { Button, type ButtonTone } from "#ui/button"
import { Dialog } from "#ui/dialog"
import { Notice } from "#ui/notice"
import { SubmitButton } from "#ui/submit-button"
import { takeStep } from "../[tenant]/desk/bookings/actions.ts"
import { StepFields, useFreshWhenStale } from "./step-fields.tsx"

export type StepName =
  | "confirm"
  | "arrive"
  | "complete"
  | "no-show"
  | "cancel"
  | "un-arrive"
  | "restore"
  | "move-back"

export type StepWords = {
  pending: string
  refused: string
  refusals: Record<string, string>
  close: string
  askCancel: { title: string; body: string; yes: string; no: string }
}

type Props = {
  tenant: string
  bookingId: string
  version: number
  back: string
  idempotencyKey: string
  steps: readonly { step: StepName; label: string; tone: ButtonTone }[]
  size?: "regular" | "small"
  words: StepWords
}

/**
 * What can be done with a booking now. Each button is a form of its own: it works before hydration and without
 * scripts, and sends the version that is on the screen.
 */
export function BookingSteps(props: Props) {
  const { words, size = "small" } = props
  const [state, send] = useActionState(takeStep, { status: "idle" })
  useFreshWhenStale(state)
  const stepForm = (step: StepName, label: string, tone: ButtonTone) => (
    <form key={step} action={send} className="contents">
      <StepFields {...props} state={state} />
      <input type="hidden" name="step" value={step} />
      <SubmitButton tone={tone} size={size} pendingLabel={words.pending}>
        {label}
      </SubmitButton>
    </form>
  )
  return (
    <>
      {state.status === "refused" ? (
        <div className="basis-full">
          <Notice tone="danger" title={words.refused}>
            {words.refusals[state.code]}
          </Notice>
        </div>
      ) : null}
      {props.steps.map(({ step, label, tone }) =>
        step === "cancel" ? (
          <AskFirst key={step} label={label} size={size} words={words} answered={state}>
            {stepForm(step, words.askCancel.yes, "danger")}
          </AskFirst>
        ) : (
          stepForm(step, label, tone)
        ),
      )}
    </>
  )
}

type AskProps = {
  label: string
  size: "regular" | "small"
  words: StepWords
  /** Changes with every answer: a refusal stands beside the appointment, not behind this question. */
  answered: unknown
  children: React.ReactNode
}

/** A question before the deed: a dialog, or a disclosure where there are no scripts to open one. */
function AskFirst({ label, size, words, answered, children }: AskProps) {
  const [hydrated, setHydrated] = useState(false)
  const [open, setOpen] = useState(false)
  useEffect(() => setHydrated(true), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer itself does not matter, only that one came
  useEffect(() => setOpen(false), [answered])
  const { title, body, no } = words.askCancel
  if (!hydrated) {
    return (
      <details>
        <summary className="flex min-h-9 items-center rounded-control px-3.5 font-semibold text-danger text-sm">
          {label}
        </summary>
        <div className="mt-2 grid justify-items-start gap-3 rounded-control border border-line p-4">
          <p>{body}</p>
          {children}
        </div>
      </details>
    )
  }
  return (
    <>
      <Button tone="plain" size={size} className="text-danger" onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={title}
        closeLabel={words.close}
        actions={
          <>
            <Button tone="quiet" onClick={() => setOpen(false)}>
              {no}
            </Button>
            {children}
          </>
        }
      >
        <p>{body}</p>
      </Dialog>
    </>
  )
}
