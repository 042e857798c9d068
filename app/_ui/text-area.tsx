import type { ComponentProps } from "react"
import { Field, type FieldWords, fieldAria } from "#ui/field"

type Props = Omit<ComponentProps<"textarea">, "id"> & FieldWords & { id: string; name: string }

/** Several lines of text with label, hint and error. */
export function TextArea({ label, hint, error, optionalLabel, id, ...rest }: Props) {
  return (
    <Field id={id} label={label} hint={hint} error={error} optionalLabel={optionalLabel}>
      <textarea rows={4} {...rest} {...fieldAria(id, { hint, error })} className="control" />
    </Field>
  )
}
