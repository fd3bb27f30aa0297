import { describe, expect, it } from 'vitest'
import { readFiles } from './iac-service.ts'

const list = "[{ Effect: Allow, Action: 's3:GetObject', Resource: '*' }]"
const ignored = (provider: string, own: string, version: 3 | 4, plugin = false): string[] =>
  readFiles(
    `service: a
frameworkVersion: '${version}'
${plugin ? 'plugins: [serverless-iam-roles-per-function]\n' : ''}provider: { name: aws${provider} }
functions:
  f: { handler: a.b${own} }
`,
  )
    .service.findings.filter(({ check }) => check === 'statements-ignored')
    .map(({ message }) => message)

describe('statements that have no effect where they stand', () => {
  it.each<[string, string, string, 3 | 4, boolean, string]>([
    [
      'the old form beside the new one',
      `, iamRoleStatements: ${list}, iam: { role: { statements: ${list} } }`,
      '',
      3,
      false,
      'beside provider.iam.role.statements',
    ],
    ['those of a provider that names a role', `, iamRoleStatements: ${list}, role: arn:aws:iam::1:role/x`, '', 3, false, 'does not make'],
    [
      'those that the plugin does not look for',
      `, iamRoleStatements: ${list}, iam: { deploymentRole: x }`,
      `, iamRoleStatementsInherit: true, iamRoleStatements: ${list}`,
      3,
      true,
      'do not inherit',
    ],
    ['a form of version 4 before it', '', `, iam: { role: { statements: ${list} } }`, 3, true, 'only version 4'],
    ['both forms in version 4', '', `, iam: { role: { statements: ${list} } }, iamRoleStatements: ${list}`, 4, false, 'beside iam.role.statements'],
    ['statements beside role:', '', `, role: arn:aws:iam::1:role/x, iamRoleStatements: ${list}`, 3, true, 'beside role:'],
    ['those that no plugin reads', '', `, iamRoleStatements: ${list}`, 3, false, 'no plugin reads them'],
  ])('are told: %s', (_, provider, own, version, plugin, words) => {
    const found = ignored(provider, own, version, plugin)
    expect(found).toHaveLength(1)
    expect(found[0]).toContain(words)
  })

  it.each<[string, string, string, 3 | 4, boolean]>([
    ['the old form alone', `, iamRoleStatements: ${list}`, '', 3, false],
    ['what the plugin inherits', `, iamRoleStatements: ${list}`, `, iamRoleStatementsInherit: true, iamRoleStatements: ${list}`, 3, true],
    ['what nobody inherits', `, iamRoleStatements: ${list}, iam: { deploymentRole: x }`, `, iamRoleStatements: ${list}`, 3, true],
    ['the form of version 4 in it', '', `, iam: { role: { statements: ${list} } }`, 4, false],
  ])('are not told: %s', (_, provider, own, version, plugin) => {
    expect(ignored(provider, own, version, plugin)).toEqual([])
  })
})
