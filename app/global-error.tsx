"use client"

import { CrashPage, speaksGerman } from "#ui/crash-page"
import { fontClasses } from "#ui/fonts"
import "./globals.css"

type Props = { error: Error & { digest?: string } }

/** In place of the root layout, when that itself failed. A fresh load asks for everything again. */
export default function GlobalError({ error }: Props) {
  return (
    <html lang={speaksGerman() ? "de" : "en"} className={fontClasses}>
      <body className="min-h-dvh bg-surface font-sans text-ink">
        <CrashPage digest={error.digest} retry={() => location.reload()} />
      </body>
    </html>
  )
}
