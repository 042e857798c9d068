"use client"

import { Menu as BaseMenu } from "@base-ui/react/menu"
import { type ReactElement, useEffect, useState } from "react"
import { joinClasses } from "#lib/base/join-classes"

export type MenuItem = {
  label: string
  onSelect?: () => void
  href?: string
  tone?: "plain" | "danger"
  disabled?: boolean
}

/** A list of actions behind a button, for the desk. `trigger` is the button and carries the menu's name. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }) {
  // Inside the landmark, or a screen reader meets the menu outside of every region of the page.
  const [main, setMain] = useState<HTMLElement | null>(null)
  useEffect(() => setMain(document.getElementById("main")), [])
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal container={main}>
        <BaseMenu.Positioner sideOffset={6} align="start" className="outline-none">
          <BaseMenu.Popup className="min-w-52 rounded-control border border-line bg-surface-raised p-1.5 text-ink shadow-floating outline-none transition-opacity duration-100 ease-calm data-ending-style:opacity-0 data-starting-style:opacity-0">
            {items.map((item) => {
              const className = joinClasses(
                "flex min-h-10 cursor-pointer select-none items-center rounded-small px-3 outline-none",
                "data-highlighted:bg-surface-sunken data-disabled:cursor-default data-disabled:opacity-55",
                item.tone === "danger" && "text-danger",
              )
              return item.href ? (
                <BaseMenu.LinkItem key={item.label} href={item.href} className={className}>
                  {item.label}
                </BaseMenu.LinkItem>
              ) : (
                <BaseMenu.Item
                  key={item.label}
                  disabled={item.disabled}
                  onClick={item.onSelect}
                  className={className}
                >
                  {item.label}
                </BaseMenu.Item>
              )
            })}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}
