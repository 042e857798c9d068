import { joinClasses } from "#lib/base/join-classes"

/** Kelp's holdfast around its stone: one thing, held. Decorative; the name stands beside it. `className` gives its size. */
export function Mark({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={joinClasses("shrink-0", className)}>
      <MarkShape />
    </svg>
  )
}

/** The mark's lines alone, in a square of 24, for a larger drawing. app/icon.svg repeats them. */
export function MarkShape() {
  return (
    <>
      <path
        d="M12 1.75v7M12 8.75C7.2 9.4 3.6 12.3 3.6 16.2c0 2.6 1.5 4.7 3.9 6M12 8.75c4.8.65 8.4 3.55 8.4 7.45 0 2.6-1.5 4.7-3.9 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="17" r="3.4" fill="currentColor" />
    </>
  )
}
