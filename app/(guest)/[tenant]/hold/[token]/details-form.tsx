"use client"

import { useActionState, useEffect, useRef } from "react"
import type { FormState } from "#lib/entry/action"
import { ErrorSummary } from "#ui/error-summary"
import { LinkButton } from "#ui/link-button"
import { Notice } from "#ui/notice"
import { Select } from "#ui/select"
import { SubmitButton } from "#ui/submit-button"
import { TextInput } from "#ui/text-input"
import { useIdempotencyKey } from "../../_parts/use-idempotency-key"
import type { DetailsWords } from "./details-words"
import { holdExpiredEvent, keepTyped, restoreTyped } from "./keep-typed"
import { ReleaseOnLeave } from "./release-on-leave"

type Props<T> = {
  action: (previous: FormState<T>, form: FormData) => Promise<FormState<T>>
  serverKey: string
  link: { readonly tenant: string; readonly token: string }
  locale: string
  chooseAgainHref: string
  words: DetailsWords
}

const fields = ["fullName", "email", "phone", "locale"] as const

/** The details of whoever comes. A plain post without JavaScript; errors come back beside their fields either way. */
export function DetailsForm<T>({ action, serverKey, link, locale, chooseAgainHref, words }: Props<T>) {
  const [state, send, pending] = useActionState(action, { status: "idle" } as Awaited<FormState<T>>)
  const key = useIdempotencyKey(serverKey, state)
  const form = useRef<HTMLFormElement>(null)
  const refused = state.status === "refused" ? state : undefined
  const typed = refused?.typed ?? {}
  const lost = refused?.code === "HOLD_EXPIRED" || refused?.code === "LINK_DEAD"
  const errorOf = (field: string) => {
    const message = refused?.fieldErrors[field]
    return message && (words.fieldErrors[message] ?? words.refusals.INVALID_INPUT)
  }
  const errors = fields.flatMap((field) => {
    const message = errorOf(field)
    return message ? [{ fieldId: field, message }] : []
  })
  useEffect(() => {
    if (form.current) restoreTyped(link.tenant, form.current)
    const keep = () => form.current && keepTyped(link.tenant, form.current)
    const keepIfGivenBack = (event: Event) => (event.target as HTMLFormElement).dataset.givesBack && keep()
    window.addEventListener(holdExpiredEvent, keep)
    window.addEventListener("submit", keepIfGivenBack, true)
    return () => {
      window.removeEventListener(holdExpiredEvent, keep)
      window.removeEventListener("submit", keepIfGivenBack, true)
    }
  }, [link.tenant])
  useEffect(() => {
    if (lost && form.current) keepTyped(link.tenant, form.current)
  }, [lost, link.tenant])
  return (
    <form
      ref={form}
      action={send}
      noValidate
      onSubmit={(event) => pending && event.preventDefault()}
      className="grid gap-5"
    >
      <ReleaseOnLeave href={`/${link.tenant}/hold/${link.token}/release`} paused={pending || lost} />
      <ErrorSummary title={words.check[errors.length - 1] ?? ""} errors={errors} />
      {refused && errors.length === 0 ? (
        <Notice tone="danger">
          <p>{words.refusals[refused.code] ?? words.otherWords}</p>
          {lost ? (
            <p className="pt-2">
              <LinkButton href={chooseAgainHref}>{words.chooseAgain}</LinkButton>
            </p>
          ) : null}
        </Notice>
      ) : null}
      <input type="hidden" name="idempotencyKey" value={key} />
      <input type="hidden" name="tenant" value={link.tenant} />
      <input type="hidden" name="token" value={link.token} />
      <TextInput
        id="fullName"
        name="fullName"
        label={words.fullName}
        autoComplete="name"
        maxLength={160}
        required
        defaultValue={typed.fullName}
        error={errorOf("fullName")}
      />
      <TextInput
        id="email"
        name="email"
        type="email"
        label={words.email}
        hint={words.emailHint}
        autoComplete="email"
        maxLength={300}
        required
        defaultValue={typed.email}
        error={errorOf("email")}
      />
      <TextInput
        id="phone"
        name="phone"
        type="tel"
        label={words.phone}
        optionalLabel={words.optional}
        hint={words.phoneHint}
        autoComplete="tel"
        maxLength={60}
        defaultValue={typed.phone}
        error={errorOf("phone")}
      />
      <Select
        key={typed.locale ?? locale}
        id="locale"
        name="locale"
        label={words.locale}
        options={words.languages}
        defaultValue={typed.locale ?? locale}
        error={errorOf("locale")}
      />
      <p className="text-ink-quiet text-sm">{words.why}</p>
      <SubmitButton pendingLabel={words.sending} wide>
        {words.submit}
      </SubmitButton>
    </form>
  )
}
