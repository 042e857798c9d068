"use client"

import { useActionState, useEffect, useRef } from "react"
import type { FormState } from "#lib/entry/action"
import { Notice } from "#ui/notice"
import { SubmitButton } from "#ui/submit-button"
import { TextInput } from "#ui/text-input"
import { signIn } from "./actions.ts"

export type SignInWords = {
  email: string
  password: string
  submit: string
  submitting: string
  refusedTitle: string
  refusals: Record<string, string> & { other: string }
  fields: Record<string, string>
}

const idle: FormState<never> = { status: "idle" }

/** A plain form: without JavaScript the browser posts it and the page comes back with the answer. */
export function SignInForm({ next, words }: { next: string | undefined; words: SignInWords }) {
  const [state, send] = useActionState(signIn, idle)
  const password = useRef<HTMLInputElement>(null)
  const refusal = state.status === "refused" ? state : undefined
  const errorOf = (field: string) => {
    const key = refusal?.fieldErrors[field]
    return key ? (words.fields[key] ?? words.refusals.other) : undefined
  }
  useEffect(() => {
    if (state.status === "refused") password.current?.focus()
  }, [state])
  return (
    <form action={send} className="grid gap-5" noValidate>
      {refusal ? (
        <Notice tone="danger" title={words.refusedTitle}>
          {words.refusals[refusal.code] ?? words.refusals.other}
        </Notice>
      ) : null}
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <TextInput
        id="email"
        name="email"
        type="email"
        label={words.email}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        defaultValue={refusal?.typed.email}
        error={errorOf("email")}
      />
      <TextInput
        id="password"
        name="password"
        type="password"
        label={words.password}
        autoComplete="current-password"
        required
        ref={password}
        error={errorOf("password")}
      />
      <SubmitButton wide pendingLabel={words.submitting}>
        {words.submit}
      </SubmitButton>
    </form>
  )
}
