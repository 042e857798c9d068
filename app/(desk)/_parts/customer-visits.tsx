import "server-only"
import Link from "next/link"
import { getLocale, getTranslations } from "next-intl/server"
import type { CustomerVisit } from "#lib/customers/read-customer"
import { Card } from "#ui/card"
import { StatusBadge } from "#ui/status-badge"
import { Table } from "#ui/table"
import { wallMoment } from "./format-times.ts"

/** Appointments of one customer under a heading; nothing when there are none. */
export async function CustomerVisits(props: {
  title: string
  slug: string
  visits: readonly CustomerVisit[]
}) {
  const [t, common, locale] = await Promise.all([
    getTranslations("desk.customers"),
    getTranslations("common"),
    getLocale(),
  ])
  if (props.visits.length === 0) return null
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 className="font-semibold text-xl">{props.title}</h2>
      <Card padded={false}>
        <Table
          caption={props.title}
          columns={[
            { key: "when", label: t("when") },
            { key: "what", label: t("what") },
            { key: "with", label: t("with") },
            { key: "state", label: t("state") },
          ]}
          rows={props.visits.map((visit) => ({
            key: visit.id,
            cells: [
              <Link
                key="when"
                href={`/${props.slug}/desk/bookings/${visit.id}`}
                prefetch={false}
                className="link whitespace-nowrap"
              >
                {wallMoment(visit.wallStart, locale)}
              </Link>,
              locale === "de" ? visit.serviceNameDe || visit.serviceName : visit.serviceName,
              visit.practitionerName,
              <StatusBadge key="state" status={visit.state} label={common(`status.${visit.state}`)} />,
            ],
          }))}
        />
      </Card>
    </div>
  )
}
