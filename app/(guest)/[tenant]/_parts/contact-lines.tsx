import { getTranslations } from "next-intl/server"
import type { Tenant } from "#lib/tenants/read-tenant"

type Props = { tenant: Pick<Tenant, "contactPhone" | "contactEmail"> }

/** How to reach the practice without this page. Nothing when it gave neither number nor address. */
export async function ContactLines({ tenant: { contactPhone, contactEmail } }: Props) {
  const t = await getTranslations("book.contact")
  if (!contactPhone && !contactEmail) return null
  return (
    <p className="flex flex-wrap gap-x-6">
      {contactPhone ? (
        <span>
          {t("phone")}{" "}
          <a href={`tel:${contactPhone.replace(/[^+\d]/g, "")}`} className="link inline-block min-h-6">
            {contactPhone}
          </a>
        </span>
      ) : null}
      {contactEmail ? (
        <span>
          {t("email")}{" "}
          <a href={`mailto:${contactEmail}`} className="link inline-block min-h-6">
            {contactEmail}
          </a>
        </span>
      ) : null}
    </p>
  )
}
