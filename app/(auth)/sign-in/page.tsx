import "server-only"
import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { z } from "zod"
import { safeReturnPath } from "#lib/base/safe-return-path"
import { enterAsPerson } from "#lib/entry/enter-as-person"
import { openPage } from "#lib/entry/open-page"
import { listOwnPractices } from "#lib/members/list-own-practices"
import { currentSession } from "#lib/session/current-session"
import { Card } from "#ui/card"
import { Notice } from "#ui/notice"
import { PageShell } from "#ui/page-shell"
import { SignInForm } from "./sign-in-form.tsx"

const input = z.object({
  next: z.string().max(2_000).optional().catch(undefined),
  out: z.enum(["1", "unsure"]).optional().catch(undefined),
})

export default openPage({
  input,
  view: async ({ next, out }) => {
    await passThrough()
    const t = await getTranslations("auth")
    const path = next === undefined ? undefined : safeReturnPath(next, "") || undefined
    return (
      <PageShell width="narrow">
        <title>{`${t("title")} · Holdfast`}</title>
        <div className="mx-auto grid max-w-md gap-6 py-2 sm:py-8">
          <div className="grid gap-1.5">
            <h1 className="font-semibold text-3xl">{t("title")}</h1>
            <p className="text-ink-quiet">{t("lead")}</p>
          </div>
          {out === "1" ? <Notice tone="good">{t("signedOut")}</Notice> : null}
          {out === "unsure" ? <Notice tone="warn">{t("signOutUnsure")}</Notice> : null}
          <Card>
            <SignInForm
              next={path}
              words={{
                email: t("email"),
                password: t("password"),
                submit: t("submit"),
                submitting: t("submitting"),
                refusedTitle: t("refused.title"),
                refusals: {
                  NOT_SIGNED_IN: t("refused.NOT_SIGNED_IN"),
                  UNAVAILABLE: t("refused.UNAVAILABLE"),
                  CROSS_SITE: t("refused.CROSS_SITE"),
                  INVALID_INPUT: t("refused.INVALID_INPUT"),
                  other: t("refused.other"),
                },
                fields: { EMAIL: t("fields.EMAIL"), PASSWORD: t("fields.PASSWORD") },
              }}
            />
          </Card>
          <p className="text-ink-quiet text-sm">{t("patientHint")}</p>
        </div>
      </PageShell>
    )
  },
})

/** Somebody whose sign-in still stands has nothing to do here. A cookie alone proves nothing: the database is asked. */
async function passThrough(): Promise<void> {
  const session = await currentSession()
  if (!session) return
  const practices = await enterAsPerson(session, listOwnPractices)
  if (practices.ok && practices.value.length > 0) redirect("/practices")
}
