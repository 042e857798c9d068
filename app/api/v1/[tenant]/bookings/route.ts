import "server-only"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"
import { answerConfirmation } from "#lib/integrations/answer-booking"
import { confirmHoldOperation } from "#lib/integrations/api-operations"

export const POST = route({
  ...confirmHoldOperation,
  permission: "public:book",
  link: ({ holdToken }) => holdToken,
  run: answerConfirmation,
})

const refuse = refuseMethod("POST")

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
