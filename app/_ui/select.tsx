import type { ComponentProps } from "react"
import { Field, type FieldWords, fieldAria } from "#ui/field"

type Option = { value: string; label: string; disabled?: boolean }
type Props = Omit<ComponentProps<"select">, "id" | "children"> &
  FieldWords & { id: string; name: string; options: readonly Option[] }

/** The browser's own select: the one that works with every assistive technology and on every phone. */
export function Select({ label, hint, error, optionalLabel, id, options, ...rest }: Props) {
  return (
    <Field id={id} label={label} hint={hint} error={error} optionalLabel={optionalLabel}>
      <select {...rest} {...fieldAria(id, { hint, error })} className="control">
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
