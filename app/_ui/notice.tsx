import type { ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"
import { ErrorIcon, GoodIcon, InfoIcon, WarnIcon } from "#ui/icons"

export type Tone = "info" | "warn" | "danger" | "good"

const looks: Record<Tone, { box: string; icon: typeof InfoIcon }> = {
  info: { box: "bg-info-soft text-info", icon: InfoIcon },
  warn: { box: "bg-warn-soft text-warn", icon: WarnIcon },
  danger: { box: "bg-danger-soft text-danger", icon: ErrorIcon },
  good: { box: "bg-good-soft text-good", icon: GoodIcon },
}

/** A remark in the flow of the page. Danger interrupts a screen reader (`alert`); the rest wait (`status`). */
export function Notice({
  tone = "info",
  title,
  children,
}: {
  tone?: Tone
  title?: string
  children?: ReactNode
}) {
  const { box, icon: ToneIcon } = looks[tone]
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={joinClasses("flex items-start gap-3 rounded-control px-4 py-3", box)}
    >
      <ToneIcon className="mt-0.5 size-5" />
      <div className="grid min-w-0 gap-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-ink">{children}</div> : null}
      </div>
    </div>
  )
}
