"use client"

import { type ReactNode, useEffect, useRef } from "react"
import { Notice } from "#ui/notice"

/**
 * Says what was just done and takes the focus: the button that did it is gone, and a live region that comes together
 * with its text is not read out.
 */
export function ArrivingNotice({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus({ preventScroll: true }), [])
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="good">{children}</Notice>
    </div>
  )
}
