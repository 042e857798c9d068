import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { ok, refused } from "#lib/base/outcome"
import { refusals } from "#lib/base/refusals"
import { sqlstates } from "#lib/base/sqlstates"
import { DatabaseError, DatabaseUnavailable, toDatabaseError } from "#lib/db/database-error"
import { isTransient, refusalOf } from "#lib/entry/refuse-database-error"

const folder = new URL("../../../supabase/migrations/", import.meta.url)
const migrations = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), "utf8"))
  .join("\n")
const raised = new Set([...migrations.matchAll(/errcode = '(HF\d{3})'/g)].map(([, code]) => code ?? ""))

describe("the register of SQLSTATEs", () => {
  test("holds every code that a migration raises, and no other of ours", () => {
    const registered = Object.values(sqlstates).filter((code) => code.startsWith("HF"))
    expect([...raised].sort()).toEqual([...registered].sort())
  })
  test("names each code once", () => {
    const codes = Object.values(sqlstates)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe("a database error becomes a refusal that a person can act on, or throws", () => {
  test.each([
    [sqlstates.permissionDenied, undefined, "FORBIDDEN"],
    [sqlstates.illegalTransition, undefined, "ILLEGAL_TRANSITION"],
    [sqlstates.tooLate, undefined, "TOO_LATE"],
    [sqlstates.notBookable, undefined, "NOT_BOOKABLE"],
    [sqlstates.holdExpired, undefined, "HOLD_EXPIRED"],
    [sqlstates.exclusionViolation, "allocations_never_overlap", "SLOT_TAKEN"],
    [sqlstates.checkViolation, "group_sessions_seats", "SLOT_TAKEN"],
    [sqlstates.foreignKeyViolation, "bookings_customer_fkey", "NOT_FOUND"],
    [sqlstates.noActor, undefined, undefined],
    [sqlstates.appendOnly, undefined, undefined],
    [sqlstates.checkViolation, "some_other_check", undefined],
    [sqlstates.uniqueViolation, "some_key", undefined],
    ["22P02", undefined, undefined],
  ])("%s (%s) → %s", (sqlstate, constraint, code) => {
    expect(refusalOf(new DatabaseError(sqlstate, constraint))).toBe(code)
  })
  test("an unreachable database is a refusal; anything else is not ours to explain", () => {
    expect(refusalOf(new DatabaseUnavailable())).toBe("UNAVAILABLE")
    expect(refusalOf(new Error("a bug"))).toBeUndefined()
  })
  test("only a deadlock and a serialization failure are tried again", () => {
    const again = Object.values(sqlstates).filter((code) => isTransient(new DatabaseError(code)))
    expect(again.sort()).toEqual(["40001", "40P01"])
    expect(isTransient(new DatabaseUnavailable())).toBe(false)
  })
})

describe("what the house sees of the driver's error", () => {
  test("TRAP error detail shows row values: message, detail and where are dropped", () => {
    const driver = Object.assign(new Error('Key (email)=(ada@x.test) already exists "Ada"'), {
      code: "23505",
      severity: "ERROR",
      constraint: "customers_email",
      detail: "Key (email)=(ada@x.test)",
      where: "SQL statement with ada",
    })
    const error = toDatabaseError(driver) as DatabaseError
    expect([error.sqlstate, error.constraint]).toEqual(["23505", "customers_email"])
    expect(
      JSON.stringify([error.message, { ...error }, error.stack?.split("\n")[0], error.cause]),
    ).not.toMatch(/ada|Ada/)
  })
  test.each(["08006", "08P01", "57P01", "57P03", "53300"])("%s: unavailable", (code) => {
    expect(toDatabaseError(Object.assign(new Error("x"), { code }))).toBeInstanceOf(DatabaseUnavailable)
  })
  test.each(["ECONNREFUSED", "ECONNRESET", undefined])(
    "a driver error %s without a SQLSTATE: unavailable",
    (code) => {
      expect(toDatabaseError(Object.assign(new Error("x"), { code }))).toBeInstanceOf(DatabaseUnavailable)
    },
  )
  test("an error that was translated stays as it is", () => {
    const error = new DatabaseError("23505")
    expect(toDatabaseError(error)).toBe(error)
  })
})

test("an outcome is a value or a refusal with a registered code", () => {
  expect(ok(1)).toEqual({ ok: true, value: 1 })
  expect(refused("STALE")).toEqual({ ok: false, code: "STALE" })
  expect(refused("STALE", ["version"])).toEqual({ ok: false, code: "STALE", fields: ["version"] })
  expect(Object.values(refusals).every((status) => (status >= 400 && status < 500) || status === 503)).toBe(
    true,
  )
})
