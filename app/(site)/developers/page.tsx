import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { env } from "#lib/base/env"
import { type RefusalCode, refusals } from "#lib/base/refusals"
import { buildOpenApi } from "#lib/integrations/build-openapi"
import { Card } from "#ui/card"
import { LinkButton } from "#ui/link-button"
import { PageShell } from "#ui/page-shell"
import { Table } from "#ui/table"
import { OperationSection } from "./_parts/operation-section"

const rules = ["base", "time", "again", "problems", "tokens", "browsers"] as const

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("developers")
  return { title: t("title"), description: t("description") }
}

/** The API for people, drawn from the document that programs read. */
export default async function DevelopersPage() {
  const t = await getTranslations("developers")
  const explain = await getTranslations("errors.refusals")
  const document = buildOpenApi(env().APP_URL)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return (
    <PageShell returnPath="/developers">
      <header className="grid max-w-prose gap-5">
        <h1 className="font-semibold text-4xl">{t("heading")}</h1>
        <p className="text-ink-quiet text-lg">{t("lead")}</p>
        <div className="flex flex-wrap items-center gap-4">
          <LinkButton href="/api/v1/openapi.json">{t("document")}</LinkButton>
          <p className="max-w-sm text-ink-quiet text-sm">{t("documentBody")}</p>
        </div>
      </header>

      <section aria-labelledby="rules" className="mt-16">
        <h2 id="rules" className="font-semibold text-2xl">
          {t("rules.heading")}
        </h2>
        <dl className="mt-6 grid gap-x-12 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
          {rules.map((rule) => (
            <div key={rule} className="border-accent border-t-2 pt-4">
              <dt className="font-semibold">{t(`rules.${rule}.title`)}</dt>
              <dd className="mt-1 text-ink-quiet">
                {t.rich(`rules.${rule}.body`, { code: (words) => <code>{words}</code> })}
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-8 overflow-x-auto rounded-control bg-surface-sunken px-4 py-3 font-mono text-sm">
          {document.servers[0]?.url}/api/v1/{"{tenant}"}/…
        </p>
      </section>

      <nav aria-labelledby="contents" className="mt-16">
        <h2 id="contents" className="font-semibold text-2xl">
          {t("contents")}
        </h2>
        <p className="mt-2 text-ink-quiet">{t("english")}</p>
        <ul className="mt-4 grid gap-x-8 sm:grid-cols-2" lang="en">
          {operations.map(({ operation }) => (
            <li key={operation.operationId}>
              <a href={`#${operation.operationId}`} className="link inline-flex min-h-9 items-center">
                {operation.summary}
              </a>
            </li>
          ))}
        </ul>
      </nav>

      <div className="mt-10 grid gap-8">
        {operations.map(({ path, method, operation }) => (
          <OperationSection key={operation.operationId} path={path} method={method} operation={operation} />
        ))}
      </div>

      <section aria-labelledby="codes" className="mt-16">
        <h2 id="codes" className="mb-4 font-semibold text-2xl">
          {t("codes.heading")}
        </h2>
        <Card>
          <Table
            caption={t("codes.caption")}
            columns={[
              { key: "code", label: t("columns.code") },
              { key: "status", label: t("columns.status") },
              { key: "meaning", label: t("columns.meaning") },
            ]}
            rows={(Object.entries(refusals) as [RefusalCode, number][]).map(([code, status]) => ({
              key: code,
              cells: [<code key="code">{code}</code>, status, explain(code)],
            }))}
          />
        </Card>
      </section>
    </PageShell>
  )
}
