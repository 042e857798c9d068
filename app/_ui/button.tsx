import type { ComponentProps } from "react"
import { joinClasses } from "#lib/base/join-classes"

export type ButtonTone = "primary" | "quiet" | "plain" | "danger"
export type ButtonSize = "regular" | "small"
export type ButtonLook = { tone?: ButtonTone; size?: ButtonSize; wide?: boolean }

const tones: Record<ButtonTone, string> = {
  primary:
    "bg-accent text-accent-ink hover:not-aria-disabled:brightness-110 active:brightness-95 shadow-raised",
  quiet:
    "bg-surface-raised text-ink border border-line-strong hover:bg-surface-sunken active:bg-surface-sunken",
  plain: "text-accent hover:bg-accent-soft active:bg-accent-soft",
  danger: "bg-danger text-danger-ink hover:brightness-110 active:brightness-95",
}
const sizes: Record<ButtonSize, string> = {
  regular: "min-h-11 px-5 py-2",
  small: "min-h-9 px-3.5 py-1 text-sm",
}

/** The classes of a button, for what must look like one and is something else (a link of next/link, a trigger). */
export function buttonClass({ tone = "primary", size = "regular", wide = false }: ButtonLook = {}): string {
  return joinClasses(
    "inline-flex items-center justify-center gap-2 rounded-control text-center font-semibold no-underline",
    "cursor-pointer select-none transition-[background-color,filter] duration-150 ease-calm",
    "disabled:cursor-default disabled:opacity-55 aria-disabled:cursor-default aria-disabled:opacity-75",
    "focus-visible:rounded-control",
    tones[tone],
    sizes[size],
    wide && "w-full",
  )
}

/** A native button; `type` is "button" unless said otherwise, so that none submits by accident. */
export function Button({ tone, size, wide, className, ...rest }: ComponentProps<"button"> & ButtonLook) {
  return (
    <button type="button" {...rest} className={joinClasses(buttonClass({ tone, size, wide }), className)} />
  )
}
