import { describe, expect, it } from 'vitest'
import type { GroupVersionFacts } from '../schema/facts.ts'
import { apiFile, appliedParts } from './api-file.ts'
import { applyNeeds } from './apply-needs.ts'
import type { Descriptions } from './declarations.ts'
import { docLinks } from './doc-link.ts'
import { smallApi } from './models.test-support.ts'

const objects = 'kind:?string apiVersion:?string metadata:meta/v1.ObjectMeta'

const toys: Partial<GroupVersionFacts> = {
  types: {
    Toy: `${objects} spec:ToySpec status:ToyStatus`,
    ToyList: 'kind:?string apiVersion:?string metadata:meta/v1.ListMeta items:![]Toy',
    ToySpec: 'parts:![]Part%map/name/side selector:?*meta/v1.LabelSelector mode:?Mode',
    Part: 'name:!string side:?string="left" color:!string',
    ToyStatus: 'names:[]string',
    Question: `${objects} text:!string answer:Answer`,
    Answer: 'yes:!boolean',
    Request: `${objects} status:RequestStatus`,
    RequestStatus: 'token:string until:Time hint:?string',
  },
  strings: { Mode: '!Loud|Quiet' },
  kinds: { Toy: {}, ToyList: {}, Question: {}, Request: {} },
  resources: [
    { resource: 'questions', kind: 'Question', namespaced: false, methods: ['create'] },
    { resource: 'toys', kind: 'Toy', namespaced: true, methods: ['get', 'apply'] },
  ],
}

function emit(facts: Partial<GroupVersionFacts>, descriptions?: Descriptions): string {
  const { model, models } = smallApi(facts)
  const needs = applyNeeds(models)
  return apiFile(model, {
    needs,
    appliedParts: appliedParts(models, needs),
    linkOf: docLinks('1.37.2'),
    header: '// Header',
    descriptions,
  })
}

/** One declaration of it, without its comment. */
function declaration(name: string, text = emit(toys)): string {
  return (
    new RegExp(`export (?:interface|type) ${name}\\b[^{=]*(?:\\{\\n[\\s\\S]*?\\n\\}|=.*)`).exec(text)?.[0] ??
    'not there'
  )
}

describe('the file of a group and version', () => {
  it('starts with its header and what it imports', () => {
    expect(emit(toys).split('\n').slice(0, 3)).toEqual([
      '// Header',
      '',
      "import type { ApplyMetadata, LabelSelector, ListMeta, NamespacedObjectMeta, ObjectMeta, Time } from '../meta/v1.ts'",
    ])
  })

  it('has each kind, with its apiVersion and kind', () => {
    expect(declaration('Toy')).toBe(`export interface Toy {
  apiVersion?: 'toys.example.com/v1' | undefined
  kind?: 'Toy' | undefined
  metadata?: ObjectMeta | undefined
  spec?: ToySpec | undefined
  status?: ToyStatus | undefined
}`)
  })

  it('says what a server returns of it', () => {
    expect(declaration('StoredToy')).toBe(`export interface StoredToy extends Toy {
  apiVersion: 'toys.example.com/v1'
  kind: 'Toy'
  metadata: NamespacedObjectMeta
  spec: ToySpec
  status: ToyStatus
}`)
  })

  it('has the list of it', () => {
    expect(declaration('ToyList')).toBe(`export interface ToyList {
  apiVersion: 'toys.example.com/v1'
  kind: 'ToyList'
  metadata: ListMeta
  items: StoredToy[]
}`)
  })

  it('has what is applied of it: all is optional but what identifies it', () => {
    expect(declaration('ToyApplyConfiguration')).toBe(`export interface ToyApplyConfiguration {
  apiVersion?: 'toys.example.com/v1' | undefined
  kind?: 'Toy' | undefined
  metadata: ApplyMetadata
  spec?: ToySpecApplyConfiguration | undefined
  status?: ToyStatus | undefined
}`)
    expect(declaration('PartApplyConfiguration')).toBe(`export interface PartApplyConfiguration {
  name: string
  side?: string | undefined
  color?: string | undefined
}`)
  })

  it('has no apply configuration where nothing is applied, or nothing is required', () => {
    expect(emit(toys)).not.toContain('QuestionApplyConfiguration')
    expect(emit(toys)).not.toContain('ToyStatusApplyConfiguration')
  })

  it('has what a server answers to what is not stored', () => {
    expect(declaration('QuestionResponse')).toBe(`export interface QuestionResponse extends Question {
  apiVersion: 'toys.example.com/v1'
  kind: 'Question'
  answer: Answer
}`)
  })

  it('has what nobody but a server writes into an answer', () => {
    expect(declaration('RequestResponse')).toContain(
      '  status: RequestStatus & { token: string; until: Time | null }\n',
    )
    expect(declaration('RequestStatus')).toContain('  token?: string | undefined\n')
  })

  it('has the string types', () => {
    expect(declaration('Mode')).toBe("export type Mode = 'Loud' | 'Quiet'")
  })

  it('links each type, and has descriptions where they are given', () => {
    expect(emit(toys)).toContain('#toyspec-v1-toys-example-com */\nexport interface ToySpec {')
    const described = emit(toys, (type, field) => (type === 'Part' ? `${field || 'All'} of it.` : undefined))
    expect(described).toContain(' * All of it.\n *\n * https://')
    expect(described).toContain('  /** color of it. */\n  color: string\n')
  })

  it('is the same whenever it is made', () => {
    expect(emit(toys)).toBe(emit(toys))
  })
})
