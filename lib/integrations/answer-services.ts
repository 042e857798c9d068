import "server-only"
import type { z } from "zod"
import { type Outcome, ok } from "#lib/base/outcome"
import type { Tx } from "#lib/db/transaction"
import type { servicesOutput } from "#lib/integrations/api-schemas"
import { listServices } from "#lib/services/list-services"
import { readTenant } from "#lib/tenants/read-tenant"

/** The practice and its services, as the API tells them. */
export async function answerServices(
  tx: Tx<"public:read">,
): Promise<Outcome<z.infer<typeof servicesOutput>, "NOT_FOUND">> {
  const [tenant, services] = await Promise.all([readTenant(tx), listServices(tx)])
  if (!tenant.ok) return tenant
  const { slug, name, locale, zone, currency, noticeMinutes, horizonDays } = tenant.value
  const { changeNoticeMinutes, holdMinutes, needsApproval } = tenant.value
  return ok({
    practice: {
      slug,
      name,
      locale,
      zone,
      currency,
      noticeMinutes,
      horizonDays,
      changeNoticeMinutes,
      holdMinutes,
      needsApproval,
    },
    services: services.map((service) => ({ ...service, practitioners: [...service.practitioners] })),
  })
}
