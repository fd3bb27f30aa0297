import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, checks, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const role = 'arn:aws:iam::1:role/r'
const pool = 'arn:aws:cognito-idp:HERE:userpool/p'
const organization = 'arn:aws:organizations::*:'
const identities = 'arn:aws:cognito-identity:HERE:identitypool/i'

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'user pools',
    [
      [call('cognito-identity-provider', 'AdminGetUser', { UserPoolId: 'p' }), [`cognito-idp:AdminGetUser ${pool}`]],
      [call('cognito-identity-provider', 'GetUser', { AccessToken: event }), []],
      [
        call('cognito-identity-provider', 'DescribeTermsByClient', { UserPoolId: 'p' }),
        [`cognito-idp:DescribeTerms ${pool}`, `cognito-idp:DescribeTermsByClient ${pool}`],
      ],
      [
        call('cognito-identity-provider', 'CreateUserPool', { PoolName: 'p', UserPoolTags: { team: 'a' }, SmsConfiguration: { SnsCallerArn: role } }),
        ['cognito-idp:CreateUserPool *', 'cognito-idp:TagResource arn:aws:cognito-idp:HERE:userpool/*', `iam:PassRole ${role}`],
      ],
      [call('cognito-identity-provider', 'UpdateUserPool', { UserPoolId: 'p' }), [`cognito-idp:UpdateUserPool ${pool}`]],
      [
        call('cognito-identity-provider', 'UpdateUserPool', { UserPoolId: 'p', UserPoolTags: {} }),
        [`cognito-idp:TagResource ${pool}`, `cognito-idp:UntagResource ${pool}`, `cognito-idp:UpdateUserPool ${pool}`],
      ],
      [
        call('cognito-identity-provider', 'SetUserPoolMfaConfig', {
          UserPoolId: 'p',
          SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: role } },
        }),
        [`cognito-idp:SetUserPoolMfaConfig ${pool}`, `iam:PassRole ${role}`],
      ],
    ],
  ],
  [
    'identity pools',
    [
      [
        call('cognito-identity', 'SetIdentityPoolRoles', {
          IdentityPoolId: 'i',
          Roles: { authenticated: 'arn:aws:iam::1:role/in', unauthenticated: 'arn:aws:iam::1:role/out' },
          RoleMappings: { provider: { Type: 'Rules', RulesConfiguration: { Rules: [{ RoleARN: 'arn:aws:iam::1:role/rule' }] } } },
        }),
        [
          'cognito-identity:SetIdentityPoolRoles *',
          'iam:PassRole arn:aws:iam::1:role/in',
          'iam:PassRole arn:aws:iam::1:role/out',
          'iam:PassRole arn:aws:iam::1:role/rule',
        ],
      ],
      [
        call('cognito-identity', 'UpdateIdentityPool', { IdentityPoolId: 'i', IdentityPoolTags: { team: 'a' } }),
        [
          `cognito-identity:TagResource ${identities}`,
          `cognito-identity:UntagResource ${identities}`,
          `cognito-identity:UpdateIdentityPool ${identities}`,
        ],
      ],
    ],
  ],
  [
    'sessions',
    [
      [call('sts', 'GetCallerIdentity', {}), []],
      [
        call('sts', 'AssumeRole', { RoleArn: role, Tags: [], SourceIdentity: 'a', ProvidedContexts: [] }),
        [`sts:AssumeRole ${role}`, `sts:SetContext ${role}`, `sts:SetSourceIdentity ${role}`, `sts:TagSession ${role}`],
      ],
      [
        call('sts', 'GetFederationToken', { Name: 'a', Tags: [] }),
        ['sts:GetFederationToken', 'sts:TagSession'].map((action) => `${action} arn:aws:sts::\${AWS::AccountId}:federated-user/a`),
      ],
      [call('sts', 'AssumeRoot', { TargetPrincipal: '111122223333' }), ['sts:AssumeRoot arn:aws:iam::111122223333:root']],
      [call('sts', 'AssumeRoot', { TargetPrincipal: 'arn:aws:iam::111122223333:root' }), ['sts:AssumeRoot arn:aws:iam::111122223333:root']],
    ],
  ],
  [
    'organizations',
    [
      [call('organizations', 'DescribePolicy', { PolicyId: 'p-abc' }), [`organizations:DescribePolicy ${organization}policy/*/p-abc`]],
      [
        call('organizations', 'AttachPolicy', { PolicyId: 'p-abc', TargetId: 'ou-ab-cd' }),
        [`organizations:AttachPolicy ${organization}ou/o-*/ou-ab-cd`, `organizations:AttachPolicy ${organization}policy/*/p-abc`],
      ],
      [
        call('organizations', 'ListPoliciesForTarget', { TargetId: event }),
        ['account', 'ou', 'root'].map((each) => `organizations:ListPoliciesForTarget ${organization}${each}/o-*/*`),
      ],
      [call('organizations', 'TagResource', { ResourceId: '111122223333' }), [`organizations:TagResource ${organization}account/o-*/111122223333`]],
      [
        call('organizations', 'MoveAccount', { AccountId: '111122223333', SourceParentId: 'r-ab', DestinationParentId: 'ou-ab-cd' }),
        ['account/o-*/111122223333', 'ou/o-*/ou-ab-cd', 'root/o-*/r-ab'].map((each) => `organizations:MoveAccount ${organization}${each}`),
      ],
      [
        call('organizations', 'InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: '1' }, Tags: [] }),
        [`organizations:InviteAccountToOrganization ${organization}account/o-*/*`, `organizations:TagResource ${organization}account/o-*/*`],
      ],
      [
        call('organizations', 'CreateOrganization', {}),
        [
          'iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/organizations.amazonaws.com/*',
          'organizations:CreateOrganization *',
        ],
      ],
    ],
  ],
  [
    'users, roles and policies',
    [
      [
        call('iam', 'CreatePolicy', { PolicyName: 'p', Path: '/teams/' }),
        ['iam:CreatePolicy arn:aws:iam::${AWS::AccountId}:policy/*/p', 'iam:CreatePolicy arn:aws:iam::${AWS::AccountId}:policy/p'],
      ],
      [
        call('iam', 'UpdateUser', { UserName: 'old', NewUserName: 'new' }),
        [
          'iam:UpdateUser arn:aws:iam::${AWS::AccountId}:user/*/new',
          'iam:UpdateUser arn:aws:iam::${AWS::AccountId}:user/*/old',
          'iam:UpdateUser arn:aws:iam::${AWS::AccountId}:user/new',
          'iam:UpdateUser arn:aws:iam::${AWS::AccountId}:user/old',
        ],
      ],
      [call('iam', 'SimulatePrincipalPolicy', { PolicySourceArn: 'arn:aws:iam::1:user/u' }), ['iam:SimulatePrincipalPolicy arn:aws:iam::1:user/u']],
      [
        call('iam', 'CreateServiceLinkedRole', { AWSServiceName: 'ecs.amazonaws.com' }),
        [
          'iam:CreateServiceLinkedRole arn:aws:iam::${AWS::AccountId}:role/aws-service-role/ecs.amazonaws.com/*',
          'iam:PutRolePolicy arn:aws:iam::${AWS::AccountId}:role/aws-service-role/ecs.amazonaws.com/*',
        ],
      ],
      [
        call('iam', 'AttachRolePolicy', { RoleName: 'r', PolicyArn: 'arn:aws:iam::aws:policy/P' }),
        ['iam:AttachRolePolicy arn:aws:iam::${AWS::AccountId}:role/*/r', 'iam:AttachRolePolicy arn:aws:iam::${AWS::AccountId}:role/r'],
      ],
      [
        call('iam', 'CreateOpenIDConnectProvider', { Url: 'https://login.example.com' }),
        ['iam:CreateOpenIDConnectProvider arn:aws:iam::${AWS::AccountId}:oidc-provider/login.example.com'],
      ],
      [call('iam', 'TagMFADevice', { SerialNumber: 'arn:aws:iam::1:mfa/m', Tags: [] }), ['iam:TagMFADevice arn:aws:iam::1:mfa/m']],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([each, expected]) => [titleOf(each), each, expected] as const))('%s', (_title, each, expected) => {
    expect(lines([each])).toEqual(expected)
  })
})

it('widens roles of an object whose names are not known, and says so', () => {
  const each = call('cognito-identity', 'SetIdentityPoolRoles', { IdentityPoolId: 'i', Roles: event })
  expect(lines([each])).toContain('iam:PassRole arn:aws:iam::${AWS::AccountId}:role/*')
  expect(checks([each])).toContain('condition-unknown')
})
