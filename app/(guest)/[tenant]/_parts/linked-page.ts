import "server-only"
import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import type { Messages } from "../../../_i18n/load-messages"

/** Path of every page behind a link. The token's shape is for the door to judge. */
export const linkInput = { tenant: z.string(), token: z.string().max(100) }

type Titled = {
  [K in keyof Messages["book"]]: Messages["book"][K] extends { title: string } ? K : never
}[keyof Messages["book"]]

/** Never indexed, never a preview: whoever holds the address holds the power. */
export async function linkedPageMetadata(area: Titled): Promise<Metadata> {
  const t = await getTranslations("book")
  return {
    title: t(`${area}.title`),
    robots: { index: false, follow: false, nocache: true },
    referrer: "same-origin",
  }
}
