import "server-only"
import { getTranslations } from "next-intl/server"

const codes = [
  "INVALID_INPUT",
  "MALFORMED",
  "CROSS_SITE",
  "NOT_FOUND",
  "SLOT_TAKEN",
  "HOLD_EXPIRED",
  "LINK_DEAD",
  "TOO_LATE",
  "TOO_SOON",
  "NOT_BOOKABLE",
  "IDEMPOTENCY_MISMATCH",
  "IDEMPOTENCY_IN_FLIGHT",
  "UNAVAILABLE",
] as const

/** The refusals that a visitor can meet, in their language: a client form gets these few and not all messages. */
export async function refusalWords(): Promise<{ words: Record<string, string>; otherWords: string }> {
  const t = await getTranslations("errors.refusals")
  return {
    words: Object.fromEntries(codes.map((code) => [code, t(code)])),
    otherWords: t("MALFORMED"),
  }
}
