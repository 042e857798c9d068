import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { glanceAtTenant } from "#lib/entry/glance"
import { AccentStyle } from "#ui/accent-style"
import { PageShell } from "#ui/page-shell"
import { ContactLines } from "./_parts/contact-lines"
import { Unreachable } from "./_parts/unreachable"

type Props = { children: ReactNode; params: Promise<{ tenant: string }> }

export async function generateMetadata({ params }: Omit<Props, "children">): Promise<Metadata> {
  const tenant = await glanceAtTenant((await params).tenant)
  if (!tenant.ok) return {}
  const { name } = tenant.value
  const t = await getTranslations("book")
  return {
    title: { absolute: `${t("title")} · ${name}`, template: `%s · ${name}` },
    description: t("description", { name }),
  }
}

/** A practice's own shell: its name, its colour, how to reach it. Shape only, every page asks at its own door. */
export default async function GuestLayout({ children, params }: Props) {
  const tenant = await glanceAtTenant((await params).tenant)
  if (!tenant.ok) {
    if (tenant.code !== "UNAVAILABLE") notFound()
    return (
      <PageShell width="narrow">
        <Unreachable />
      </PageShell>
    )
  }
  const { slug, name, accent } = tenant.value
  return (
    <>
      <AccentStyle accent={accent} />
      <PageShell brand={{ name, href: `/${slug}` }} footer={<ContactLines tenant={tenant.value} />}>
        {children}
      </PageShell>
    </>
  )
}
