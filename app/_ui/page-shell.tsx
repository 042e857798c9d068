import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"
import { LanguageSwitcher } from "#ui/language-switcher"
import { Mark } from "#ui/mark"
import { ThemeToggle } from "#ui/theme-toggle"

type Props = {
  /** Whose page it is: a practice, or Holdfast itself when left out. */
  brand?: { name: string; href: string }
  /** At the end of the header. */
  actions?: ReactNode
  /** Left in the footer: address, phone, imprint. */
  footer?: ReactNode
  width?: "narrow" | "wide"
  /** Where the language and theme forms return to; needed only where the browser sends no Referer. */
  returnPath?: string
  children: ReactNode
}

/** Skip link, header, main, footer. */
export async function PageShell({ brand, actions, footer, width = "wide", returnPath, children }: Props) {
  const t = await getTranslations("common")
  const column = joinClasses(
    "mx-auto w-full px-5 sm:px-8",
    width === "narrow" ? "max-w-narrow" : "max-w-wide",
  )
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-control focus:bg-accent focus:px-5 focus:py-3 focus:font-semibold focus:text-accent-ink"
      >
        {t("skipToContent")}
      </a>
      <header className="border-line border-b bg-surface-raised">
        <div className={joinClasses(column, "flex min-h-16 items-center justify-between gap-4")}>
          <a
            href={brand?.href ?? "/"}
            className="-mx-2 flex min-h-11 min-w-0 items-center gap-2.5 rounded-control px-2 font-semibold text-lg tracking-tight"
          >
            {brand ? null : <Mark className="size-7 text-accent" />}
            <span className="truncate">{brand?.name ?? t("productName")}</span>
          </a>
          {actions ? <div className="flex shrink-0 items-center gap-2">{actions}</div> : null}
        </div>
      </header>
      <main id="main" tabIndex={-1} className={joinClasses(column, "grow py-8 sm:py-12")}>
        {children}
      </main>
      <footer className="border-line border-t">
        <div
          className={joinClasses(
            column,
            "flex flex-wrap items-center justify-between gap-x-8 gap-y-4 py-6 text-sm",
          )}
        >
          <div className="text-ink-quiet">
            {footer ?? t("footerLine")}
            {brand ? (
              <p className="mt-1">
                {t.rich("bookedWith", {
                  link: (words) => (
                    <a href="/" className="link inline-block min-h-6">
                      {words}
                    </a>
                  ),
                })}
              </p>
            ) : null}
          </div>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
            <LanguageSwitcher returnPath={returnPath} />
            <ThemeToggle returnPath={returnPath} />
          </div>
        </div>
      </footer>
    </div>
  )
}
