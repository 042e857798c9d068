/** Every code with which Holdfast refuses something expected, and the HTTP status that carries it. */
export const refusals = {
  INVALID_INPUT: 422,
  MALFORMED: 400,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  NOT_SIGNED_IN: 401,
  FORBIDDEN: 403,
  CROSS_SITE: 403,
  NOT_FOUND: 404,
  SLOT_TAKEN: 409,
  STALE: 409,
  HOLD_EXPIRED: 410,
  LINK_DEAD: 410,
  TOO_LATE: 409,
  TOO_SOON: 409,
  ILLEGAL_TRANSITION: 409,
  NOT_BOOKABLE: 409,
  IDEMPOTENCY_MISMATCH: 422,
  IDEMPOTENCY_IN_FLIGHT: 409,
  UNAVAILABLE: 503,
} as const

export type RefusalCode = keyof typeof refusals
