"use client"

import { type ReactNode, useActionState } from "react"
import type { ChosenCustomer } from "#lib/customers/read-bookable-customer"
import { Card } from "#ui/card"
import { ErrorSummary } from "#ui/error-summary"
import { Notice } from "#ui/notice"
import { SubmitButton } from "#ui/submit-button"
import { bookAtDesk } from "../[tenant]/desk/book/actions.ts"
import type { BookWords } from "./book-words.ts"
import { KeyField, useFreshWhenStale } from "./step-fields.tsx"
import { TimeChoice, type TimeChoiceProps } from "./time-choice.tsx"
import { WhoFields } from "./who-fields.tsx"

type Props = {
  tenant: string
  serviceId: string
  practitionerId: string
  idempotencyKey: string
  customer: ChosenCustomer | undefined
  mayAddCustomer: boolean
  maySearch: boolean
  locale: "en" | "de"
  times: TimeChoiceProps
  words: BookWords
  /** The search for times: a form of its own, so it stands outside this one. */
  children: ReactNode
}

const formId = "book-at-desk"

/** Left what and when, right for whom. The times' radios belong to the form on the right by its id. */
export function BookForm(props: Props) {
  const { words } = props
  const [state, send] = useActionState(bookAtDesk, { status: "idle" })
  useFreshWhenStale(state)
  const refusal = state.status === "refused" ? state : undefined
  const errorOf = (field: string) => {
    const key = refusal?.fieldErrors[field]
    return key ? (words.fields[key] ?? words.refusals[refusal.code]) : undefined
  }
  const errors = ["startsAt", "fullName", "phone", "email"].flatMap((fieldId) => {
    const message = errorOf(fieldId)
    return message ? [{ fieldId, message }] : []
  })
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[1.25fr_1fr]">
      <Card className="grid gap-6">
        {props.children}
        <TimeChoice
          {...props.times}
          form={formId}
          chosen={refusal?.typed.startsAt ?? props.times.chosen}
          error={errorOf("startsAt")}
        />
      </Card>
      <Card>
        <form id={formId} action={send} className="grid gap-5" noValidate>
          <h2 className="font-semibold text-xl">{words.who}</h2>
          {refusal && errors.length > 0 ? <ErrorSummary title={words.refused} errors={errors} /> : null}
          {refusal && errors.length === 0 ? (
            <Notice tone="danger" title={words.refused}>
              {words.refusals[refusal.code]}
            </Notice>
          ) : null}
          <input type="hidden" name="tenant" value={props.tenant} />
          <input type="hidden" name="serviceId" value={props.serviceId} />
          <input type="hidden" name="practitionerId" value={props.practitionerId} />
          <KeyField first={props.idempotencyKey} state={state} />
          <WhoFields
            tenant={props.tenant}
            customer={props.customer}
            mayAdd={props.mayAddCustomer}
            maySearch={props.maySearch}
            locale={props.locale}
            typed={refusal?.typed ?? {}}
            errorOf={errorOf}
            words={words}
          />
          <SubmitButton wide pendingLabel={words.submitting}>
            {words.submit}
          </SubmitButton>
        </form>
      </Card>
    </div>
  )
}
