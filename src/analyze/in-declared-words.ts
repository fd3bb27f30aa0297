import { openItemsAt, type ReadService, statementDocument } from '../iac/index.ts'
import type { FunctionReport, StatementDocument } from '../model/index.ts'
import { policyCovers } from '../policy/index.ts'
import type { Sides } from './differences/index.ts'

/** What a function needs, said as its own statements say it today where that is the same: a table by its name and not by reference, an action in capitals. */
export function inDeclaredWords(read: ReadService, { spell, service }: Sides, report: FunctionReport): readonly StatementDocument[] {
  const own = service.functions.some(({ name, role, grantsFor }) => name === report.name && role === 'own' && grantsFor === 'own')
  if (!own) return report.statements
  const declared = openItemsAt(read, { kind: 'function', name: report.name }).flatMap(({ statements }) =>
    statements.map((statement) => ({ statement, spelled: spell({ statements: [statement] }) })),
  )
  if (declared.length === 0) return report.statements
  return report.statements.map((document, index) => {
    const derived = report.policy.statements[index]
    if (!derived || derived.condition) return document
    const spelled = spell({ statements: [derived] })
    const same = declared.find((one) => policyCovers(one.spelled, spelled) === 'yes' && policyCovers(spelled, one.spelled) === 'yes')
    return same ? statementDocument(same.statement) : document
  })
}
