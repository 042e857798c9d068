// Records what a door sends to Postgres for one booking, and sends the same for another time through a bare pooled
// client: statement by statement, with named statements, and none of the application's code in between.
import { randomUUID } from "node:crypto"
import type pg from "pg"
import { recordStatements, type SentStatement } from "#tests/support/record-statements"

export interface Recorded {
  statements: readonly SentStatement[]
  startsAt: Date
  practitionerId: string
}

/** The statements of one booking, BEGIN to COMMIT. Nothing else may use Postgres meanwhile. */
export async function recordBooking(book: () => Promise<unknown>): Promise<Recorded> {
  const statements = await recordStatements(book)
  const booking = statements.find(({ text }) => text.startsWith('insert into "app"."bookings"'))
  const startsAt = booking?.values.find((value): value is Date => value instanceof Date)
  const columns = /\(([^)]*)\)/.exec(booking?.text ?? "")?.[1]?.split(", ") ?? []
  const practitionerId = booking?.values[columns.indexOf('"practitioner_id"')]
  if (!startsAt || typeof practitionerId !== "string") throw new Error("no booking was recorded")
  return { statements, startsAt, practitionerId }
}

/** The same statements for another time and person, with ids of their own and a seal that lives. */
export async function replayStatements(
  pool: pg.Pool,
  { statements, startsAt, practitionerId }: Recorded,
  wanted: { startsAt: Date; practitionerId: string },
  seal: () => string,
): Promise<void> {
  const shiftMs = wanted.startsAt.getTime() - startsAt.getTime()
  const fresh = new Map<unknown, unknown>([[practitionerId, wanted.practitionerId]])
  for (const { text, values } of statements) {
    if (!/^insert into "app"\."(bookings|customers)"/.test(text)) continue
    fresh.set(values[1], randomUUID())
  }
  const soonMs = Date.now() + 86_400_000
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change)
    if (value instanceof Date) return value.getTime() > soonMs ? new Date(value.getTime() + shiftMs) : value
    if (typeof value !== "string") return value
    if (/^1\.[A-Za-z0-9+/=]+\.[0-9a-f]{64}$/.test(value)) return seal()
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value)) return wanted.startsAt.toISOString().slice(0, 16)
    return fresh.get(value) ?? value
  }
  const client = await pool.connect()
  try {
    for (const { text, name, values } of statements) {
      if (name) await client.query({ text, name, values: values.map(change) })
      else await client.query(text)
    }
  } finally {
    client.release()
  }
}
