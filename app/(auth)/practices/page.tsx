import "server-only"
import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { glanceAtTenant } from "#lib/entry/glance"
import { personPage } from "#lib/entry/person-page"
import { listOwnPractices } from "#lib/members/list-own-practices"
import { Button } from "#ui/button"
import { EmptyState } from "#ui/empty-state"
import { ArrowIcon } from "#ui/icons"
import { PageShell } from "#ui/page-shell"

export default personPage({
  path: "/practices",
  run: listOwnPractices,
  view: async (practices) => {
    const [only, second] = practices
    if (only && !second) redirect(`/${only.slug}/desk`)
    const t = await getTranslations("auth")
    const named = await Promise.all(
      practices.map(async (one) => {
        const tenant = await glanceAtTenant(one.slug)
        return { ...one, name: tenant.ok ? tenant.value.name : one.slug }
      }),
    )
    const signOut = (
      <form action="/sign-out" method="post">
        <Button type="submit" tone="quiet" size="small">
          {t("signOut")}
        </Button>
      </form>
    )
    return (
      <PageShell width="narrow" actions={signOut}>
        <title>{`${t("practices.title")} · Holdfast`}</title>
        <h1 className="font-semibold text-3xl">{t("practices.title")}</h1>
        {named.length === 0 ? (
          <div className="mt-6">
            <EmptyState title={t("practices.none")}>{t("practices.noneBody")}</EmptyState>
          </div>
        ) : (
          <>
            <p className="mt-1.5 text-ink-quiet">{t("practices.lead")}</p>
            <ul className="mt-6 grid gap-3">
              {named.map(({ slug, role, name }) => (
                <li key={slug}>
                  <a
                    href={`/${slug}/desk`}
                    className="flex items-center justify-between gap-4 rounded-card border border-line bg-surface-raised p-5 shadow-raised hover:border-accent"
                  >
                    <span className="grid">
                      <span className="font-semibold text-lg">{name}</span>
                      <span className="text-ink-quiet">{t(`roles.${role}`)}</span>
                    </span>
                    <span className="flex items-center gap-2 font-semibold text-accent">
                      {t("practices.open")}
                      <ArrowIcon />
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </PageShell>
    )
  },
})
