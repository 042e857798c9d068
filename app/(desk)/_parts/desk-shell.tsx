import "server-only"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"
import type { OwnDesk } from "#lib/members/read-own-desk"
import { AccentStyle } from "#ui/accent-style"
import { buttonClass } from "#ui/button"
import { CspProvider } from "#ui/csp-provider"
import { LanguageSwitcher } from "#ui/language-switcher"
import { readNonce } from "#ui/read-nonce"
import { ThemeToggle } from "#ui/theme-toggle"
import { PlusIcon } from "./desk-icons.tsx"
import { DeskKeys } from "./desk-keys.tsx"
import { PersonMenu } from "./person-menu.tsx"

type Props = {
  desk: OwnDesk
  section: "day" | "customers" | "book" | "booking"
  title: string
  /** The day view takes the whole window and scrolls inside itself. */
  fill?: boolean
  children: ReactNode
}

/** Header with the practice, its sections and the person; what is not permitted is not offered, and refused anyway. */
export async function DeskShell({ desk, section, title, fill = false, children }: Props) {
  const [t, common] = await Promise.all([getTranslations("desk"), getTranslations("common")])
  const { tenant, person, may } = desk
  const base = `/${tenant.slug}/desk`
  const sections = [
    { key: "day", href: base, label: t("nav.day"), shown: true },
    { key: "customers", href: `${base}/customers`, label: t("nav.customers"), shown: may.readCustomers },
  ] as const
  return (
    <CspProvider nonce={await readNonce()}>
      <AccentStyle accent={tenant.accent} />
      <title>{`${title} · ${tenant.name}`}</title>
      <div className={joinClasses("isolate flex min-h-dvh flex-col", fill && "lg:h-dvh lg:min-h-0")}>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-accent focus:px-5 focus:py-3 focus:font-semibold focus:text-accent-ink"
        >
          {common("skipToContent")}
        </a>
        <header className="sticky top-0 z-30 border-line border-b bg-surface-raised">
          <div className="flex min-h-14 flex-wrap items-center gap-x-6 px-4 sm:px-6">
            <Link
              href={base}
              prefetch={false}
              className="flex min-h-11 min-w-0 items-center font-semibold text-lg tracking-tight max-sm:grow"
            >
              <span className="truncate">{tenant.name}</span>
            </Link>
            <nav
              aria-label={t("nav.label")}
              className="flex gap-1 max-sm:order-last max-sm:w-full max-sm:pb-1.5"
            >
              {sections
                .filter(({ shown }) => shown)
                .map(({ key, href, label }) => (
                  <Link
                    key={key}
                    href={href}
                    prefetch={false}
                    aria-current={section === key ? "page" : undefined}
                    className={joinClasses(
                      "flex min-h-9 items-center rounded-control px-3",
                      section === key
                        ? "bg-accent-soft font-semibold text-accent"
                        : "text-ink-quiet hover:bg-surface-sunken hover:text-ink",
                    )}
                  >
                    {label}
                  </Link>
                ))}
            </nav>
            <div className="flex items-center gap-2 sm:ms-auto">
              {may.writeBookings ? (
                <Link
                  href={`${base}/book`}
                  prefetch={false}
                  aria-current={section === "book" ? "page" : undefined}
                  className={joinClasses(buttonClass({ size: "small" }), "max-sm:px-2.5")}
                >
                  <PlusIcon className="size-4" />
                  <span className="max-sm:sr-only">{t("nav.book")}</span>
                </Link>
              ) : null}
              <DeskKeys
                base={base}
                may={{ book: may.writeBookings, search: may.readCustomers }}
                words={{
                  open: t("help.open"),
                  title: t("help.title"),
                  body: t("help.body"),
                  toggle: t("help.toggle"),
                  mouse: t("help.mouse"),
                  close: common("close"),
                  keys: {
                    n: t("help.keys.n"),
                    t: t("help.keys.t"),
                    left: t("help.keys.left"),
                    right: t("help.keys.right"),
                    l: t("help.keys.l"),
                    c: t("help.keys.c"),
                    esc: t("help.keys.esc"),
                    help: t("help.keys.help"),
                  },
                }}
              />
              <PersonMenu name={person.displayName} label={t("person.menu")}>
                <div className="grid gap-0.5 border-line border-b px-4 pt-3.5 pb-3">
                  <p className="font-semibold">{person.displayName}</p>
                  <p className="text-ink-quiet text-sm">
                    {t(`person.roles.${person.role}`)} · {tenant.name}
                  </p>
                </div>
                <div className="grid justify-items-start gap-3 border-line border-b px-4 py-3.5 text-sm">
                  <LanguageSwitcher />
                  <ThemeToggle />
                </div>
                <form action="/sign-out" method="post" className="p-1.5">
                  <button
                    type="submit"
                    className="flex min-h-10 w-full cursor-pointer items-center rounded-small px-2.5 hover:bg-surface-sunken"
                  >
                    {t("person.signOut")}
                  </button>
                </form>
              </PersonMenu>
            </div>
          </div>
        </header>
        <main id="main" tabIndex={-1} className={fill ? "flex min-h-0 grow flex-col" : "w-full grow"}>
          {children}
        </main>
      </div>
    </CspProvider>
  )
}
