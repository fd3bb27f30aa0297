export { applyExport, applyMember } from './apply.ts'
export { factOf, isMade, isUnread, matters } from './find-fact.ts'
export { receiverOf, share, shared } from './kept.ts'
