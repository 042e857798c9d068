import "server-only"
import { getTranslations } from "next-intl/server"
import { locales } from "#lib/base/choose-locale"
import { refusalWords } from "../../_parts/refusal-words"
import { fieldErrorKeys } from "./details-input"

/** Every word of the form in the visitor's language, so that no message catalogue travels to the browser. */
export async function detailsWords(needsApproval: boolean) {
  const t = await getTranslations("book.hold")
  const common = await getTranslations("common")
  const errors = await getTranslations("errors.fields")
  const { words: refusals, otherWords } = await refusalWords()
  return {
    fullName: t("fullName"),
    email: t("email"),
    emailHint: t("emailHint"),
    phone: t("phone"),
    phoneHint: t("phoneHint"),
    optional: common("optional"),
    locale: t("locale"),
    languages: locales.map((value) => ({ value, label: common(`languages.${value}`) })),
    why: t("why"),
    submit: t(needsApproval ? "request" : "confirm"),
    sending: t("sending"),
    chooseAgain: t("chooseAgain"),
    check: [1, 2, 3, 4].map((count) => common("checkTheseFields", { count })),
    fieldErrors: Object.fromEntries(fieldErrorKeys.map((key) => [`fields.${key}`, errors(key)])),
    refusals,
    otherWords,
  }
}

export type DetailsWords = Awaited<ReturnType<typeof detailsWords>>
