import type { Audited, CheckName, Finding } from '../model/index.ts'

/** One danger that is looked for: a pure function of what is declared and what is written. */
export interface AuditCheck {
  /** The name of its findings, and of its page docs/rules/<name>.md. */
  readonly name: CheckName
  readonly find: (audited: Audited) => readonly Finding[]
}
