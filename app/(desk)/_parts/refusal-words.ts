import "server-only"
import { getTranslations } from "next-intl/server"
import { type RefusalCode, refusals } from "#lib/base/refusals"

const ownWords = [
  "SLOT_TAKEN",
  "STALE",
  "ILLEGAL_TRANSITION",
  "NOT_BOOKABLE",
  "TOO_SOON",
  "NOT_SIGNED_IN",
  "FORBIDDEN",
] as const

/** Every refusal in words for staff; the public pages say some of them differently. */
export async function refusalWords(): Promise<Record<RefusalCode, string>> {
  const [desk, errors] = await Promise.all([getTranslations("desk"), getTranslations("errors")])
  const words = (Object.keys(refusals) as RefusalCode[]).map((code) => {
    const own = ownWords.find((one) => one === code)
    return [code, own ? desk(`refusals.${own}`) : errors(`refusals.${code}`)]
  })
  return Object.fromEntries(words) as Record<RefusalCode, string>
}
