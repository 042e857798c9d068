"use client"

import type { ComponentProps } from "react"
import { useFormStatus } from "react-dom"
import { Button, type ButtonLook } from "#ui/button"
import { Spinner } from "#ui/spinner"

type Props = Omit<ComponentProps<"button">, "type" | "disabled"> & ButtonLook & { pendingLabel: string }

/**
 * Sends its form, and says so while it waits. Never `disabled` (that would drop keyboard focus and, for a screen
 * reader, the button itself): a second press is swallowed instead.
 */
export function SubmitButton({ children, pendingLabel, onClick, ...rest }: Props) {
  const { pending } = useFormStatus()
  return (
    <Button
      {...rest}
      type="submit"
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {pending ? <Spinner /> : null}
      <span aria-live="polite">{pending ? pendingLabel : children}</span>
    </Button>
  )
}
