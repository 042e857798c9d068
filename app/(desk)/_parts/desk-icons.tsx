import type { ReactNode } from "react"
import { joinClasses } from "#lib/base/join-classes"

type IconProps = { className?: string }

/** Decorative, like those of #ui/icons: a word always stands beside them or names the control. */
function Icon({ className, children }: IconProps & { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={joinClasses("size-5 shrink-0", className)}
    >
      {children}
    </svg>
  )
}

export function PlusIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M10 4v12M4 10h12" />
    </Icon>
  )
}

export function PreviousIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m12 5-5 5 5 5" />
    </Icon>
  )
}

export function NextIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m8 5 5 5-5 5" />
    </Icon>
  )
}

export function KeyboardIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2" y="5" width="16" height="10" rx="2" />
      <path d="M5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M7 11.75h6" />
    </Icon>
  )
}

export function PeopleIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="7.5" cy="7.5" r="2.75" />
      <path d="M2.5 16c.4-2.9 2.4-4.5 5-4.5s4.600 1.600 5 4.500M13 5.200a2.500 2.500 0 0 1 0 4.700M14.500 12c1.700.5 2.800 1.900 3 4" />
    </Icon>
  )
}
