import type { Json, Report, StatementDocument } from '../model/index.ts'
import type { Reporter } from './reporter.ts'
import { plainStatement } from './yaml.ts'
import { yamlLines } from './yaml-text.ts'

/** The IAM policy document of `keycard policy` as JSON, for `aws iam`, CDK's `PolicyDocument.fromJson`, Terraform and SAM. */
export const policyJson: Reporter = {
  name: 'policy-json',
  describe: 'an IAM policy document as JSON',
  print: (report) => `${JSON.stringify(policyDocument(report), null, 2)}\n`,
}

/** The same as YAML, for SAM and CloudFormation templates. */
export const policyYaml: Reporter = {
  name: 'policy-yaml',
  describe: 'an IAM policy document as YAML',
  print: (report) => `${yamlLines(policyDocument(report)).join('\n')}\n`,
}

/**
 * The statements of all functions as one policy document. The document has to be plain IAM: outside CloudFormation nobody replaces
 * `AWS::Region`, and IAM would take `${AWS::Region}` for a policy variable. What still refers to something becomes `*` in its place;
 * `keycard policy` derives with the region and account it was told, or with `*`, so that this does not happen.
 */
export function policyDocument(report: Report): Json {
  const statements = report.functions.flatMap((each) => each.statements).map((statement) => plainStatement(plainIam(statement)))
  const seen = new Map(statements.map((statement) => [JSON.stringify(statement), statement]))
  return { Version: '2012-10-17', Statement: [...seen.values()] }
}

/** A statement without intrinsic functions. */
function plainIam(statement: StatementDocument): StatementDocument {
  return {
    ...statement,
    Resource: [...new Set(statement.Resource.map(withoutReferences))],
    ...(statement.Condition ? { Condition: plainCondition(statement.Condition) } : {}),
  }
}

const plainCondition = (condition: NonNullable<StatementDocument['Condition']>): NonNullable<StatementDocument['Condition']> =>
  Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, values]) => [key, Array.isArray(values) ? values.map(withoutReferences) : withoutReferences(values)]),
      ),
    ]),
  )

// A partition may not be a wildcard in a policy, so the common one stands for it.
const plainNames: { readonly [name: string]: string } = { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' }

function withoutReferences(json: Json): string {
  if (typeof json !== 'object' || json === null) return String(json)
  const sub = 'Fn::Sub' in json ? (json as { readonly [name: string]: Json })['Fn::Sub'] : undefined
  const template = Array.isArray(sub) ? sub[0] : sub
  if (typeof template !== 'string') return '*'
  // `${!x}` is how CloudFormation writes `${x}` itself, a policy variable.
  return template.replace(/\$\{([^}]*)\}/g, (_, name: string) => (name.startsWith('!') ? `\${${name.slice(1)}}` : (plainNames[name] ?? '*')))
}
