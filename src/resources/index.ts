export { accessorName, camelCase } from './accessor-name.ts'
export { type GroupVersionAccessor, resourceTables } from './all-tables.ts'
export type { BuiltInResource, ResourceDescriptor, TypedDescriptor } from './descriptor.ts'
export {
  type BaseMethod,
  baseMethods,
  type ResourceMethod,
  type ScaleMethod,
  type SpecialMethod,
  type StatusMethod,
} from './methods.ts'
export { parseResourceTable, type ResourceTable } from './parse-table.ts'
export type { TypedResource } from './typed-resource.ts'
export type { TypedResources } from './typed-resources.ts'
