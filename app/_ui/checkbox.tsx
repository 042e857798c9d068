import type { ComponentProps } from "react"
import { FieldError, fieldAria } from "#ui/field"

type Props = Omit<ComponentProps<"input">, "id" | "type"> & {
  id: string
  name: string
  label: string
  hint?: string
  error?: string
}

/** A native checkbox whose whole row is the target. */
export function Checkbox({ id, label, hint, error, ...rest }: Props) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="flex min-h-11 cursor-pointer items-start gap-3 py-2">
        <input
          {...rest}
          {...fieldAria(id, { hint, error })}
          type="checkbox"
          className="mt-0.5 size-5 shrink-0 accent-accent"
        />
        {label}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="-mt-1.5 ps-8 text-sm text-ink-quiet">
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={id}>{error}</FieldError> : null}
    </div>
  )
}
