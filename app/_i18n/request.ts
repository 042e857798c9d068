import "server-only"
import { getRequestConfig } from "next-intl/server"
import { loadMessages } from "./load-messages.ts"
import { resolveLocale } from "./resolve-locale.ts"

/** next-intl's request configuration (named in next.config.ts). No locale in addresses: a link means one page. */
export default getRequestConfig(async ({ locale: askedLocale }) => {
  const locale = await resolveLocale(askedLocale)
  // Every time that is shown names its own zone; this one only keeps a forgotten zone from being the server's.
  return { locale, messages: loadMessages(locale), timeZone: "UTC" }
})
