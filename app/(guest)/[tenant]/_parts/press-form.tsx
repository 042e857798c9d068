"use client"

import { useRouter } from "next/navigation"
import { type ReactNode, useActionState, useEffect, useRef } from "react"
import type { FormState } from "#lib/entry/action"
import { Notice } from "#ui/notice"
import { useIdempotencyKey } from "./use-idempotency-key"

type Props<T> = {
  action: (previous: FormState<T>, form: FormData) => Promise<FormState<T>>
  serverKey: string
  hidden: Readonly<Record<string, string>>
  /** Refusal code → what to say. */
  words: Readonly<Record<string, string>>
  otherWords: string
  /** Marks forms whose sending means that the hold is dealt with (hold-keeper.tsx). */
  givesBack?: boolean
  children: ReactNode
}

/** A form of buttons without fields: a press is the whole request. Works as a plain post before and without script. */
export function PressForm<T>({
  action,
  serverKey,
  hidden,
  words,
  otherWords,
  givesBack,
  children,
}: Props<T>) {
  const [state, send, pending] = useActionState(action, { status: "idle" } as Awaited<FormState<T>>)
  const key = useIdempotencyKey(serverKey, state)
  const router = useRouter()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (state.status !== "refused") return
    box.current?.focus()
    // What is on the screen is out of date: the time that was refused should not be offered again.
    router.refresh()
  }, [state, router])
  return (
    <form
      action={send}
      onSubmit={(event) => pending && event.preventDefault()}
      aria-busy={pending}
      data-gives-back={givesBack || undefined}
      className="grid gap-5"
    >
      {state.status === "refused" ? (
        <div ref={box} tabIndex={-1}>
          <Notice tone="danger">{words[state.code] ?? otherWords}</Notice>
        </div>
      ) : null}
      <input type="hidden" name="idempotencyKey" value={key} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
