import "server-only"
import { refuseMethod } from "#lib/entry/refuse-method"
import { route } from "#lib/entry/route"
import { answerHold } from "#lib/integrations/answer-hold"
import { holdSlotOperation } from "#lib/integrations/api-operations"

export const POST = route({ ...holdSlotOperation, permission: "public:book", link: "mint", run: answerHold })

const refuse = refuseMethod("POST")

export { refuse as DELETE, refuse as GET, refuse as OPTIONS, refuse as PATCH, refuse as PUT }
