export { buildPolicy } from './build.ts'
export { type Answer, covers, coversAction } from './pattern.ts'
