import { getTranslations } from "next-intl/server"
import { Steps } from "#ui/steps"

export type StepName = "service" | "practitioner" | "time" | "details"

type Props = {
  current: StepName
  /** Ways back to what has been chosen. */
  hrefs: Partial<Record<StepName, string>>
  /** Only one person does this, or it is a group: then nobody is asked. */
  withoutPractitioner?: boolean
}

export async function BookingSteps({ current, hrefs, withoutPractitioner }: Props) {
  const t = await getTranslations("book.steps")
  const common = await getTranslations("common")
  const names = (["service", "practitioner", "time", "details"] as const).filter(
    (name) => !(withoutPractitioner && name === "practitioner"),
  )
  const at = names.indexOf(current)
  return (
    <Steps
      label={t("label")}
      doneLabel={common("done")}
      steps={names.map((name, index) => ({
        label: t(name),
        state: index < at ? "done" : index === at ? "current" : "todo",
        href: index < at ? hrefs[name] : undefined,
      }))}
    />
  )
}
