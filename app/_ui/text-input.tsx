import type { ComponentProps } from "react"
import { Field, type FieldWords, fieldAria } from "#ui/field"

type Props = Omit<ComponentProps<"input">, "id"> & FieldWords & { id: string; name: string }

/** One line of text with its label, hint and error. Native attributes (`type`, `autoComplete`, …) pass through. */
export function TextInput({ label, hint, error, optionalLabel, id, ...rest }: Props) {
  return (
    <Field id={id} label={label} hint={hint} error={error} optionalLabel={optionalLabel}>
      <input {...rest} {...fieldAria(id, { hint, error })} className="control" />
    </Field>
  )
}
