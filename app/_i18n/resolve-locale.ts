import "server-only"
import { cookies, headers } from "next/headers"
import { chooseLocale, isLocale, type Locale, localeCookieName } from "#lib/base/choose-locale"

/** The language of this request; `asked` (e.g. `getTranslations({ locale })`) wins when it is one of ours. */
export async function resolveLocale(asked?: string): Promise<Locale> {
  if (isLocale(asked)) return asked
  const chosen = (await cookies()).get(localeCookieName)?.value
  return chooseLocale(chosen, (await headers()).get("accept-language"))
}
