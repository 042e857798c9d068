import "server-only"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"
import { answerRelease } from "#lib/integrations/answer-hold"
import { releaseHoldOperation } from "#lib/integrations/api-operations"

export const DELETE = route({
  ...releaseHoldOperation,
  permission: "public:book",
  link: ({ token }) => token,
  run: answerRelease,
})

const refuse = refuseMethod("DELETE")

export { refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT }
