import "server-only"

/**
 * What the rest of the house sees of a Postgres error. `detail`, `where` and the message are dropped: Postgres
 * prints row values in them.
 */
export class DatabaseError extends Error {
  readonly sqlstate: string
  readonly constraint: string | undefined

  constructor(sqlstate: string, constraint?: string) {
    super(`database refused: ${sqlstate}${constraint ? ` (${constraint})` : ""}`)
    this.name = "DatabaseError"
    this.sqlstate = sqlstate
    this.constraint = constraint
  }
}

/** The database cannot be reached, is starting or shutting down: worth trying again. */
export class DatabaseUnavailable extends Error {
  constructor() {
    super("database unavailable")
    this.name = "DatabaseUnavailable"
  }
}

// 08: connection, 57P: shutdown and startup, 53: out of connections.
const unavailable = /^(08|57P|53)/

export function toDatabaseError(error: unknown): Error {
  if (error instanceof DatabaseError || error instanceof DatabaseUnavailable) return error
  const { code, constraint, syscall } = error as { code?: unknown; constraint?: string; syscall?: unknown }
  // EPIPE has the shape of an SQLSTATE; what the system says names its call.
  if (typeof code === "string" && syscall === undefined && /^[0-9A-Z]{5}$/.test(code)) {
    return unavailable.test(code) ? new DatabaseUnavailable() : new DatabaseError(code, constraint)
  }
  // Everything else the driver throws by itself is about the connection: refused, reset, ended, timed out.
  return new DatabaseUnavailable()
}
