import type { ActionMap } from './action-map.ts'

/** The clients that a name means: `s3`, `@aws-sdk/client-s3`, `S3Client`, the class of version 2, or an IAM prefix. */
export function clientsCalled(map: ActionMap, name: string): readonly string[] {
  const short = name.replace(/^@aws-sdk\/client-/, '').toLowerCase()
  if (map.clients().includes(short)) return [short]
  const legacy = [...map.legacyServices()].find(([service]) => service.toLowerCase() === short)
  if (legacy) return [legacy[1]]
  const spelled = map.clients().filter((client) => bare(client) === bare(short.replace(/client$/, '')))
  return spelled.length > 0 ? spelled : map.clients().filter((client) => map.client(client)?.prefix === short)
}

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
