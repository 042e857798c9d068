import { joinClasses } from "#lib/base/join-classes"
import { Badge, type BadgeTone } from "#ui/badge"

export type BookingStatus =
  | "held"
  | "pending"
  | "confirmed"
  | "arrived"
  | "completed"
  | "cancelled"
  | "no-show"

/** Colour, shape and word: each alone is enough. Shapes fill up as the visit goes on. */
const looks: Record<BookingStatus, { tone: BadgeTone; shape: string; filled?: boolean }> = {
  held: { tone: "plain", shape: "M3 1.5h6M3 10.5h6M3.5 1.5c0 3 5 6 5 9M8.5 1.5c0 3-5 6-5 9" },
  pending: { tone: "warn", shape: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM6 3.75V6l1.5 1" },
  confirmed: { tone: "accent", shape: "m2 6.5 2.75 2.75L10 3.5" },
  arrived: { tone: "info", shape: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z", filled: true },
  completed: { tone: "good", shape: "m.75 6.5 2.5 2.5 4.5-5M6 8.75 6.5 9l4.75-5" },
  cancelled: { tone: "plain", shape: "m3 3 6 6M9 3 3 9" },
  "no-show": { tone: "danger", shape: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM3 9l6-6" },
}

/** `label` is the translated state: messages `common.status.*`. */
export function StatusBadge({ status, label }: { status: BookingStatus; label: string }) {
  return (
    <Badge tone={looks[status].tone}>
      <StatusIcon status={status} />
      {label}
    </Badge>
  )
}

/** The shape alone, where a word stands elsewhere or is read out. */
export function StatusIcon({ status, className }: { status: BookingStatus; className?: string }) {
  const { shape, filled } = looks[status]
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      fill={filled ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={joinClasses("size-3 shrink-0", className)}
    >
      <path d={shape} />
    </svg>
  )
}
