import { getTranslations } from "next-intl/server"
import { LinkButton } from "#ui/link-button"
import { MessagePage } from "#ui/message-page"

/** Every page carries this in its payload, just in case: so no shell, only what there is to say. */
export default async function NotFound() {
  const t = await getTranslations("errors.notFound")
  return (
    <MessagePage title={t("title")} body={t("body")}>
      <LinkButton href="/">{t("home")}</LinkButton>
    </MessagePage>
  )
}
