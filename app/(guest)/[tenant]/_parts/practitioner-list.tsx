import { getLocale, getTranslations } from "next-intl/server"
import type { Service } from "#lib/services/list-services"
import { ArrowIcon } from "#ui/icons"

type Props = { service: Service; hrefOf: (practitioner: string) => string }

/** Who performs the service; "anyone" first, because it shows the most times. */
export async function PractitionerList({ service, hrefOf }: Props) {
  const t = await getTranslations("book.practitioner")
  const locale = await getLocale()
  const rows = [
    { id: "anyone", name: t("anyone"), note: t("anyoneHint") },
    ...service.practitioners.map(({ id, displayName, title, titleDe }) => ({
      id,
      name: displayName,
      note: (locale === "de" && titleDe) || title,
    })),
  ]
  return (
    <ul className="grid max-w-2xl gap-3">
      {rows.map(({ id, name, note }) => (
        <li key={id}>
          <a
            href={hrefOf(id)}
            className="group flex min-h-18 items-center gap-4 rounded-card border border-line bg-surface-raised px-5 py-4 shadow-raised transition-colors duration-150 ease-calm hover:border-accent focus-visible:rounded-card"
          >
            <span className="grid min-w-0 grow gap-0.5">
              <span className="font-semibold text-lg">{name}</span>
              {note ? <span className="text-ink-quiet">{note}</span> : null}
            </span>
            <ArrowIcon className="size-5 shrink-0 text-accent transition-transform duration-150 ease-calm group-hover:translate-x-1" />
          </a>
        </li>
      ))}
    </ul>
  )
}
