import { getTranslations } from "next-intl/server"
import type { Tenant } from "#lib/tenants/read-tenant"
import { Notice } from "#ui/notice"
import { ContactLines } from "./contact-lines"

type Props = { tenant: Tenant; area: "move" | "cancel" }

/** Why it cannot be done online any more, and how to reach somebody who can. */
export async function TooLate({ tenant, area }: Props) {
  const t = await getTranslations("book")
  const hours = Math.ceil(tenant.changeNoticeMinutes / 60)
  return (
    <Notice tone="warn">
      <p>{hours === 0 ? t("move.startedBody") : t(`${area}.lateBody`, { practice: tenant.name, hours })}</p>
      <div className="pt-2">
        <ContactLines tenant={tenant} />
      </div>
    </Notice>
  )
}
