import "server-only"
import { themeCookieName, themes } from "#lib/base/choose-theme"
import { keepPreference } from "../../_i18n/keep-preference.ts"

/** The appearance form of every footer. Opens nothing and reads nothing, so that it needs no door. */
export function POST(request: Request): Promise<Response> {
  const accepts = (value: string) => themes.some((theme) => theme === value)
  return keepPreference(request, { field: "theme", cookieName: themeCookieName, accepts })
}
