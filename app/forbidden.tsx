import { getTranslations } from "next-intl/server"
import { LinkButton } from "#ui/link-button"
import { MessagePage } from "#ui/message-page"
import { PageShell } from "#ui/page-shell"

/** Shown when a door calls `forbidden()`. */
export default async function Forbidden() {
  const t = await getTranslations("errors.forbidden")
  return (
    <PageShell width="narrow">
      <title>{t("title")}</title>
      <MessagePage title={t("title")} body={t("body")}>
        <LinkButton href="/">{t("home")}</LinkButton>
      </MessagePage>
    </PageShell>
  )
}
