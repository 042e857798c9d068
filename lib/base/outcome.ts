/** An expected answer of domain code: a value, or a refusal with a code from the register. Surprises throw. */
export type Outcome<T, Code extends string = never> = Ok<T> | Refused<Code>

export type Ok<T> = { readonly ok: true; readonly value: T }
export type Refused<Code extends string> = {
  readonly ok: false
  readonly code: Code
  /** Field names only, never values: this may reach a log. */
  readonly fields?: readonly string[]
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

export function refused<Code extends string>(code: Code, fields?: readonly string[]): Refused<Code> {
  return fields ? { ok: false, code, fields } : { ok: false, code }
}
