import { Card } from "#ui/card"
import { ArrowIcon } from "#ui/icons"

type Props = { href: string; name: string; kind: string; place: string; body: string; visit: string }

/** The whole card is the target; its name is the practice and what one does there. */
export function DemoCard({ href, name, kind, place, body, visit }: Props) {
  return (
    <Card className="group relative flex flex-col gap-1 transition-colors duration-150 ease-calm hover:border-accent has-focus-visible:border-accent">
      <p className="text-ink-quiet text-sm">{place}</p>
      <h3 className="font-semibold text-xl">{name}</h3>
      <p>{kind}</p>
      <p className="mt-2 grow text-ink-quiet">{body}</p>
      <a
        href={href}
        aria-label={`${visit}: ${name}`}
        className="mt-4 inline-flex min-h-11 items-center gap-2 self-start font-semibold text-accent after:absolute after:inset-0 after:rounded-card"
      >
        {visit}
        <ArrowIcon className="size-5 transition-transform duration-150 ease-calm group-hover:translate-x-1" />
      </a>
    </Card>
  )
}
