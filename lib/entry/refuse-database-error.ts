import "server-only"
import type { RefusalCode } from "#lib/base/refusals"
import { sqlstates } from "#lib/base/sqlstates"
import { DatabaseError, DatabaseUnavailable } from "#lib/db/database-error"

const expected: Readonly<Record<string, RefusalCode>> = {
  [sqlstates.permissionDenied]: "FORBIDDEN",
  [sqlstates.illegalTransition]: "ILLEGAL_TRANSITION",
  [sqlstates.tooLate]: "TOO_LATE",
  [sqlstates.notBookable]: "NOT_BOOKABLE",
  [sqlstates.holdExpired]: "HOLD_EXPIRED",
  [sqlstates.exclusionViolation]: "SLOT_TAKEN",
  // "Not yours" and "not there" are one answer: foreign keys are composite, so another tenant's id is simply absent.
  [sqlstates.foreignKeyViolation]: "NOT_FOUND",
}

/** The refusal that stands behind a database error, or undefined for a surprise, which must throw. */
export function refusalOf(error: unknown): RefusalCode | undefined {
  if (error instanceof DatabaseUnavailable) return "UNAVAILABLE"
  // What lib/availability throws for a date or zone that does not exist. A stack that is too deep is a surprise.
  if (error instanceof RangeError && !/call stack/.test(error.message)) return "INVALID_INPUT"
  if (!(error instanceof DatabaseError)) return undefined
  if (error.constraint === "group_sessions_seats") return "SLOT_TAKEN"
  return expected[error.sqlstate]
}

/** Worth running again as it was: nothing has been committed. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof DatabaseError &&
    (error.sqlstate === sqlstates.serializationFailure || error.sqlstate === sqlstates.deadlockDetected)
  )
}
