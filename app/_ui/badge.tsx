import type { ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"

export type BadgeTone = "plain" | "accent" | "info" | "warn" | "danger" | "good"

const tones: Record<BadgeTone, string> = {
  plain: "bg-surface-sunken text-ink-quiet",
  accent: "bg-accent-soft text-accent",
  info: "bg-info-soft text-info",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
  good: "bg-good-soft text-good",
}

export function Badge({ tone = "plain", children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={joinClasses(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 font-medium text-sm",
        tones[tone],
      )}
    >
      {children}
    </span>
  )
}
