import { headers } from "next/headers"
import { getTranslations } from "next-intl/server"
import { LinkButton } from "#ui/link-button"
import { PlainMessage } from "./plain-message"

/** The database is away. Said as what it is: an empty calendar would be a lie (PAINS 5). Needs no JavaScript. */
export async function Unreachable() {
  const t = await getTranslations("book.unreachable")
  const here = (await headers()).get("x-holdfast-path") ?? ""
  return (
    <PlainMessage title={t("title")} body={t("body")}>
      <title>{t("title")}</title>
      <meta name="robots" content="noindex" />
      <LinkButton href={here}>{t("retry")}</LinkButton>
    </PlainMessage>
  )
}
