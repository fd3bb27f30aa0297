export { applyExport, applyMember } from './apply.ts'
export { factOf, isMade, matters } from './find-fact.ts'
export { receiverOf } from './kept.ts'
