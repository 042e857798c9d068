import type { Metadata, Viewport } from "next"
import { cookies } from "next/headers"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { chooseTheme, themeCookieName } from "#lib/base/choose-theme"
import { fontClasses } from "#ui/fonts"
import "./globals.css"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site")
  return {
    title: { default: t("title"), template: "%s · Holdfast" },
    description: t("description"),
    // A phone number in a letter stays text, and no browser rewrites our markup before React reads it.
    formatDetection: { telephone: false, email: false, address: false, date: false },
  }
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#1a2422" },
  ],
}

/** Reading cookies makes every page dynamic, which the nonce needs. Shape only: layouts do not re-run, so no security. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = chooseTheme((await cookies()).get(themeCookieName)?.value)
  return (
    <html lang={await getLocale()} data-theme={theme === "auto" ? undefined : theme} className={fontClasses}>
      <body className="min-h-dvh bg-surface font-sans text-ink">{children}</body>
    </html>
  )
}
