import "server-only"
import { isLocale, localeCookieName } from "#lib/base/choose-locale"
import { keepPreference } from "../../_i18n/keep-preference.ts"

/** The language form of every footer. Opens nothing and reads nothing, so that it needs no door. */
export function POST(request: Request): Promise<Response> {
  return keepPreference(request, { field: "locale", cookieName: localeCookieName, accepts: isLocale })
}
