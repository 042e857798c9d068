// Without this import TypeScript does not find the module that is widened below.
import type {} from "next-intl"
import type { Locale } from "#lib/base/choose-locale"
import type { Messages } from "./load-messages.ts"

/** Makes `t("…")` a type error for a key that English does not have. */
declare module "next-intl" {
  interface AppConfig {
    Locale: Locale
    Messages: Messages
  }
}
