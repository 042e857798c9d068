import "server-only"
import { getLocale, getTranslations } from "next-intl/server"
import { refusalWords } from "./refusal-words.ts"

export type BookWords = Awaited<ReturnType<typeof bookWords>>

/** Every word of the booking form; it runs in the browser, where no messages are. */
export async function bookWords() {
  const [t, common, locale, refusals] = await Promise.all([
    getTranslations("desk.book"),
    getTranslations("common"),
    getLocale(),
    refusalWords(),
  ])
  return {
    locale,
    refusals,
    refused: t("refused"),
    who: t("who"),
    known: t("known"),
    knownHint: t("knownHint"),
    chosen: t("chosen"),
    change: t("change"),
    new: t("new"),
    newNamed: t.raw("newNamed") as string,
    newOnlyKnown: t("newOnlyKnown"),
    found: t.raw("found") as string,
    foundNone: t("foundNone"),
    noneKnown: t("noneKnown"),
    latest: t.raw("latest") as string,
    first: t("first"),
    fullName: t("fullName"),
    phone: t("phone"),
    email: t("email"),
    language: t("locale"),
    languages: { en: common("languages.en"), de: common("languages.de") },
    contactHint: t("contactHint"),
    submit: t("submitPlain"),
    submitting: t("submitting"),
    fields: {
      TIME: t("fields.TIME"),
      NAME: t("fields.NAME"),
      CONTACT: t("fields.CONTACT"),
      PHONE: t("fields.PHONE"),
      EMAIL: t("fields.EMAIL"),
      WHO: t("fields.WHO"),
    } as Record<string, string>,
  }
}
