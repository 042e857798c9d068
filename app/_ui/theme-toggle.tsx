import { cookies } from "next/headers"
import { getTranslations } from "next-intl/server"
import { chooseTheme, themeCookieName, themes } from "#lib/base/choose-theme"
import { ChoiceForm } from "#ui/choice-form"

/** As the device, light, or dark. The server writes `data-theme`, so nothing flashes and no script is needed. */
export async function ThemeToggle({ returnPath }: { returnPath?: string }) {
  const t = await getTranslations("common")
  const chosen = chooseTheme((await cookies()).get(themeCookieName)?.value)
  return (
    <ChoiceForm
      action="/api/theme"
      name="theme"
      legend={t("theme")}
      chosen={chosen}
      choices={themes.map((theme) => ({ value: theme, label: t(`themes.${theme}`) }))}
      returnPath={returnPath}
    />
  )
}
