import { describe, expect, it } from 'vitest'
import { type SdkCall, unknown } from '../src/model/index.ts'
import { call, lines, titleOf } from './permissions-scene.ts'

const event = unknown('comes from the event')
const core = (rest: string): string => `arn:aws:bedrock-agentcore:HERE:${rest}`
const model = (id: string): string => `arn:aws:bedrock:\${AWS::Region}::foundation-model/${id}`
const runtime = 'arn:aws:bedrock-agentcore:eu-west-1:1:runtime/agent'
const generated = (more: object) => ({
  retrieveAndGenerateConfiguration: { knowledgeBaseConfiguration: { knowledgeBaseId: 'K', modelArn: 'amazon.nova-lite-v1:0', ...more } },
})

describe.each<[string, [SdkCall, string[]][]]>([
  [
    'models',
    [
      [
        call('bedrock-runtime', 'InvokeModelWithBidirectionalStream', { modelId: 'amazon.nova-sonic-v1:0' }),
        [`bedrock:InvokeModel ${model('amazon.nova-sonic-v1:0')}`],
      ],
      [
        call('bedrock-runtime', 'Converse', { modelId: 'amazon.nova-pro-v1:0', toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } }),
        [`bedrock:InvokeModel ${model('amazon.nova-pro-v1:0')}`, 'bedrock:InvokeTool arn:aws:bedrock::${AWS::AccountId}:system-tool/nova_grounding'],
      ],
      [
        call('bedrock-runtime', 'Converse', { modelId: 'arn:aws:bedrock:eu-west-1:1:prompt/P' }),
        [
          'bedrock:InvokeModel arn:aws:bedrock:eu-west-1:1:prompt/P',
          `bedrock:InvokeModel ${model('*')}`,
          'bedrock:RenderPrompt arn:aws:bedrock:eu-west-1:1:prompt/P',
        ],
      ],
      [
        call('bedrock-runtime', 'StartAsyncInvoke', {
          modelId: 'amazon.nova-reel-v1:0',
          outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://films/out' } },
          tags: [{ key: 'team', value: 'media' }],
        }),
        [
          `bedrock:InvokeModel ${model('amazon.nova-reel-v1:0')}`,
          'bedrock:TagResource arn:aws:bedrock:HERE:async-invoke/*',
          's3:PutObject arn:aws:s3:::films/out*',
        ],
      ],
      [call('bedrock', 'CreateGuardrail', { name: 'g' }), ['bedrock:CreateGuardrail *']],
      [call('bedrock', 'ListGuardrails', {}), ['bedrock:ListGuardrails *']],
      [
        call('bedrock', 'StartAutomatedReasoningPolicyTestWorkflow', { policyArn: 'arn:aws:bedrock:r:1:automated-reasoning-policy/p' }),
        [
          'bedrock:InvokeAutomatedReasoningPolicy arn:aws:bedrock:r:1:automated-reasoning-policy/p',
          'bedrock:StartAutomatedReasoningPolicyTestWorkflow arn:aws:bedrock:r:1:automated-reasoning-policy/p',
        ],
      ],
    ],
  ],
  [
    'knowledge bases',
    [
      [
        call('bedrock-agent-runtime', 'RetrieveAndGenerate', generated({})),
        [
          `bedrock:InvokeModel ${model('amazon.nova-lite-v1:0')}`,
          'bedrock:Retrieve arn:aws:bedrock:HERE:knowledge-base/K',
          'bedrock:RetrieveAndGenerate *',
        ],
      ],
      [
        call(
          'bedrock-agent-runtime',
          'RetrieveAndGenerate',
          generated({
            modelArn: 'arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-lite-v1:0',
            generationConfiguration: { guardrailConfiguration: { guardrailId: 'g' } },
          }),
        ),
        [
          'bedrock:ApplyGuardrail arn:aws:bedrock:HERE:guardrail/g',
          'bedrock:InvokeModel arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
          'bedrock:InvokeModel arn:aws:bedrock:eu-west-1:1:inference-profile/eu.amazon.nova-lite-v1:0',
          'bedrock:Retrieve arn:aws:bedrock:HERE:knowledge-base/K',
          'bedrock:RetrieveAndGenerate *',
        ],
      ],
      [
        call('bedrock-agent-runtime', 'AgenticRetrieveStream', { retrievers: [{ configuration: { knowledgeBase: { knowledgeBaseId: 'K' } } }] }),
        ['bedrock:AgenticRetrieveStream *', 'bedrock:Retrieve arn:aws:bedrock:HERE:knowledge-base/K'],
      ],
      [
        call('bedrock-agent', 'CreateKnowledgeBase', { name: 'k', roleArn: 'arn:aws:iam::1:role/r' }),
        ['bedrock:CreateKnowledgeBase *', 'iam:PassRole arn:aws:iam::1:role/r'],
      ],
    ],
  ],
  [
    'agents',
    [
      [
        call('bedrock-agentcore', 'InvokeAgentRuntime', { agentRuntimeArn: runtime, payload: event }),
        [`bedrock-agentcore:InvokeAgentRuntime ${runtime}`, `bedrock-agentcore:InvokeAgentRuntime ${runtime}/runtime-endpoint/DEFAULT`],
      ],
      [
        call('bedrock-agentcore', 'GetWorkloadAccessToken', { workloadName: 'agent' }),
        [
          `bedrock-agentcore:GetWorkloadAccessToken ${core('workload-identity-directory/default')}`,
          `bedrock-agentcore:GetWorkloadAccessToken ${core('workload-identity-directory/default/workload-identity/agent')}`,
        ],
      ],
      [
        call('bedrock-agentcore', 'GetResourceOauth2Token', { workloadIdentityToken: event, resourceCredentialProviderName: 'github' }),
        [
          `bedrock-agentcore:GetResourceOauth2Token ${core('token-vault/default')}`,
          `bedrock-agentcore:GetResourceOauth2Token ${core('token-vault/default/oauth2credentialprovider/github')}`,
          `bedrock-agentcore:GetResourceOauth2Token ${core('workload-identity-directory/default')}`,
          `bedrock-agentcore:GetResourceOauth2Token ${core('workload-identity-directory/default/workload-identity/*')}`,
          'secretsmanager:GetSecretValue arn:aws:secretsmanager:HERE:secret:bedrock-agentcore-identity!default/oauth2/github*',
        ],
      ],
      [call('bedrock-agentcore', 'IngestData', { memoryId: 'm' }), [`bedrock-agentcore:IngestData ${core('memory/m')}`]],
    ],
  ],
])('%s', (_, cases) => {
  it.each(cases.map(([sdkCall, expected]) => [titleOf(sdkCall), sdkCall, expected] as const))('%s', (_title, sdkCall, expected) => {
    expect(lines([sdkCall])).toEqual([...expected].sort())
  })
})
