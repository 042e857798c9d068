import { getTranslations } from "next-intl/server"
import { LinkButton } from "#ui/link-button"
import { PageShell } from "#ui/page-shell"
import { DayPicture } from "./_parts/day-picture"
import { DemoCard } from "./_parts/demo-card"

const promises = ["once", "walls", "written", "everyone", "time", "discreet"] as const

export default async function SitePage() {
  const [t, developers] = await Promise.all([getTranslations("site"), getTranslations("developers")])
  return (
    <PageShell
      footer={
        <>
          {t("footer")}{" "}
          <a href="/developers" className="link inline-block min-h-6">
            {developers("title")}
          </a>
        </>
      }
      actions={
        <LinkButton href="/sign-in" tone="quiet" size="small">
          {t("signIn")}
        </LinkButton>
      }
    >
      <section className="grid items-center gap-x-16 gap-y-10 pb-16 sm:py-8 sm:pb-24 lg:grid-cols-[1.05fr_1fr]">
        <div className="grid gap-6">
          <h1 className="font-semibold text-[clamp(2.25rem,1.6rem+3vw,3.75rem)] leading-[1.08] tracking-tight">
            {t("hero.heading")}
          </h1>
          <p className="max-w-prose text-ink-quiet text-lg">{t("hero.lead")}</p>
          <div className="flex flex-wrap gap-3">
            <LinkButton href="#demos">{t("hero.book")}</LinkButton>
            <LinkButton href="/sign-in" tone="plain">
              {t("hero.desk")}
            </LinkButton>
          </div>
        </div>
        <DayPicture label={t("hero.picture")} held={t("picture.held")} remaining={t("picture.remaining")} />
      </section>

      <section id="demos" aria-labelledby="demos-heading" className="scroll-mt-8">
        <h2 id="demos-heading" className="font-semibold text-2xl">
          {t("demos.heading")}
        </h2>
        <p className="mt-2 max-w-prose text-ink-quiet">{t("demos.lead")}</p>
        <div className="mt-6 grid gap-5 md:grid-cols-2">
          {(["lumen", "harbour"] as const).map((slug) => (
            <DemoCard
              key={slug}
              href={`/${slug}`}
              name={t(`demos.${slug}.name`)}
              kind={t(`demos.${slug}.kind`)}
              place={t(`demos.${slug}.place`)}
              body={t(`demos.${slug}.body`)}
              visit={t("demos.visit")}
            />
          ))}
        </div>
      </section>

      <section aria-labelledby="promises-heading" className="mt-20 sm:mt-28">
        <h2 id="promises-heading" className="font-semibold text-2xl">
          {t("promises.heading")}
        </h2>
        <dl className="mt-8 grid gap-x-12 gap-y-9 sm:grid-cols-2 lg:grid-cols-3">
          {promises.map((promise) => (
            <div key={promise} className="border-accent border-t-2 pt-4">
              <dt className="font-semibold text-lg leading-snug">{t(`promises.${promise}.title`)}</dt>
              <dd className="mt-2 text-ink-quiet">{t(`promises.${promise}.body`)}</dd>
            </div>
          ))}
        </dl>
      </section>

      <section aria-labelledby="closing-heading" className="mt-20 mb-8 sm:mt-28">
        <h2 id="closing-heading" className="font-semibold text-2xl">
          {t("closing.heading")}
        </h2>
        <p className="mt-2 max-w-prose text-ink-quiet">{t("closing.body")}</p>
      </section>
    </PageShell>
  )
}
