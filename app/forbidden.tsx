import { getTranslations } from "next-intl/server"
import { LinkButton } from "#ui/link-button"
import { MessagePage } from "#ui/message-page"

/** Shown when a door calls `forbidden()`. As lean as not-found, and for the same reason. */
export default async function Forbidden() {
  const t = await getTranslations("errors.forbidden")
  return (
    <MessagePage title={t("title")} body={t("body")}>
      <LinkButton href="/">{t("home")}</LinkButton>
    </MessagePage>
  )
}
