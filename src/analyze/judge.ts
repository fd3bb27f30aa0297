import { type CheckOccasion, checks, type Finding } from '../model/index.ts'
import type { DerivedService } from './derive-service.ts'
import { applyIgnores, type Judged } from './ignores.ts'

/** Applies what a person decided to ignore: in the configuration of Keycard, in the service file and in the code. */
export function judge({ read, ignores }: DerivedService, findings: readonly Finding[], occasions: readonly CheckOccasion[]): Judged {
  const wanted = new Set(checks.filter(({ occasion }) => occasions.includes(occasion)).map(({ name }) => name))
  return applyIgnores(findings, {
    settings: read.settings.ignores,
    comments: ignores,
    functions: read.service.functions,
    looksFor: (check) => wanted.has(check),
  })
}
