export type { Activation, Completion, JumpTarget, Scope } from './words.ts'
