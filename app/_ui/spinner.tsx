import { joinClasses } from "#lib/base/join-classes"
import { VisuallyHidden } from "#ui/visually-hidden"

/** A turning ring. With `label` it is a status of its own; without, it decorates a text that says the same. */
export function Spinner({ label, className = "size-5" }: { label?: string; className?: string }) {
  const ring = (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      className={joinClasses("animate-spin motion-reduce:animate-none", className)}
    >
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" strokeWidth="2.5" opacity=".25" />
      <path d="M10 2.5a7.5 7.5 0 0 1 7.5 7.5" fill="none" stroke="currentColor" strokeWidth="2.5" />
    </svg>
  )
  if (!label) return ring
  return (
    <span role="status" className="inline-flex items-center gap-2">
      {ring}
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  )
}
