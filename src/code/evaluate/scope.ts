export type { Activation, Completion, JumpTarget, Leap, Scope } from './words.ts'
