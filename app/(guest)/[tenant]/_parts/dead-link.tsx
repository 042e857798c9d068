import { getTranslations } from "next-intl/server"
import type { RefusalCode } from "#lib/base/refusals"
import { LinkButton } from "#ui/link-button"
import { PlainMessage } from "./plain-message"
import { Unreachable } from "./unreachable"

type Props = { code: RefusalCode; tenant: string }

/**
 * A link that has been used, has run out, or never was: one answer for all, in the practice's own shell. A page and
 * not `notFound()`, whose text Next writes with JavaScript only.
 */
export async function DeadLink({ code, tenant }: Props) {
  if (code === "UNAVAILABLE") return <Unreachable />
  const t = await getTranslations("book")
  return (
    <PlainMessage title={t("dead.title")} body={t("dead.body")}>
      <title>{t("dead.title")}</title>
      <LinkButton href={`/${tenant}`}>{t("dead.book")}</LinkButton>
    </PlainMessage>
  )
}
