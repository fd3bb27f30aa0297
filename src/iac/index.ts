import { type Json, text, type Value } from '../model/index.ts'
import { fromCloudFormation as read } from './cloudformation.ts'
import { variablesIn } from './serverless/variables.ts'

export { readBaseline } from './baseline.ts'
export { toCloudFormation } from './cloudformation.ts'
export { type ComposedService, readCompose } from './compose.ts'
export { composeEdits } from './compose-edits.ts'
export { applyEdits } from './edits.ts'
export { readEdited } from './serverless/edited.ts'
export { type FoundHandler, findHandler } from './serverless/handlers.ts'
export { type ReadService, readService, type ServiceOptions, type ServiceSource } from './serverless/index.ts'
export * from './serverless/migration/index.ts'
export { type Change, type PlaceName, placeKey } from './serverless/place.ts'
export type { FunctionSettings, KeycardSettings } from './serverless/settings.ts'
export {
  type OpenItem,
  openItemsAt,
  type Replaced,
  type Staying,
  sharersOf,
  statementsAt,
  type Unite,
  type Written,
  writeChanges,
  writeRepairs,
  writeStatements,
} from './serverless/write.ts'
export { statementDocument } from './statement-document.ts'
export { unifiedDiff } from './unified-diff.ts'

/** Reads CloudFormation's long form; variables of the deployment tool in its texts are kept as variables. */
export function fromCloudFormation(document: Json): Value {
  return read(document, (words) => (words.includes('${') ? variablesIn(words) : text(words)))
}
