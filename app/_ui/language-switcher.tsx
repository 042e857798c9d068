import { getLocale, getTranslations } from "next-intl/server"
import { locales } from "#lib/base/choose-locale"
import { ChoiceForm } from "#ui/choice-form"

/** Each language in its own words. */
export async function LanguageSwitcher({ returnPath }: { returnPath?: string }) {
  const t = await getTranslations("common")
  return (
    <ChoiceForm
      action="/api/locale"
      name="locale"
      legend={t("language")}
      chosen={await getLocale()}
      choices={locales.map((locale) => ({ value: locale, label: t(`languages.${locale}`), lang: locale }))}
      returnPath={returnPath}
    />
  )
}
