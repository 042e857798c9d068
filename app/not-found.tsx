import { getTranslations } from "next-intl/server"
import { LinkButton } from "#ui/link-button"
import { MessagePage } from "#ui/message-page"
import { PageShell } from "#ui/page-shell"

export default async function NotFound() {
  const t = await getTranslations("errors.notFound")
  return (
    <PageShell width="narrow">
      <title>{t("title")}</title>
      <MessagePage title={t("title")} body={t("body")}>
        <LinkButton href="/">{t("home")}</LinkButton>
      </MessagePage>
    </PageShell>
  )
}
