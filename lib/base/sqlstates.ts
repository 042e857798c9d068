/** The register of SQLSTATEs that Holdfast's own triggers raise, and of the standard ones that domain code expects. */
export const sqlstates = {
  occupancyMissing: "HF002",
  illegalTransition: "HF003",
  tooLate: "HF005",
  notBookable: "HF006",
  holdExpired: "HF007",
  noActor: "HF010",
  appendOnly: "HF011",
  permissionDenied: "42501",
  checkViolation: "23514",
  exclusionViolation: "23P01",
  foreignKeyViolation: "23503",
  uniqueViolation: "23505",
  serializationFailure: "40001",
  deadlockDetected: "40P01",
} as const
