import type { ReactNode } from "react"
import { ErrorIcon } from "#ui/icons"

export type FieldWords = {
  label: string
  hint?: string
  /** In plain words, what is wrong and what to do. */
  error?: string
  /** The word for "optional", shown behind the label. Everything else is required. */
  optionalLabel?: string
}

/** The attributes that tie a control to its hint and its error. */
export function fieldAria(id: string, { hint, error }: Pick<FieldWords, "hint" | "error">) {
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ")
  return {
    id,
    "aria-describedby": describedBy || undefined,
    "aria-invalid": error ? (true as const) : undefined,
  }
}

/** Label above, hint below it, control, error beside the field. `children` is the control with `fieldAria(id, …)`. */
export function Field({
  id,
  label,
  hint,
  error,
  optionalLabel,
  children,
}: FieldWords & { id: string; children: ReactNode }) {
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
        {optionalLabel ? <span className="font-normal text-ink-quiet"> ({optionalLabel})</span> : null}
      </label>
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-ink-quiet">
          {hint}
        </p>
      ) : null}
      {children}
      {error ? <FieldError id={id}>{error}</FieldError> : null}
    </div>
  )
}

export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm font-medium text-danger">
      <ErrorIcon className="mt-0.5 size-4" />
      {children}
    </p>
  )
}
