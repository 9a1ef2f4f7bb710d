export {
  type ConversionOptions,
  type ExpectedKind,
  fromUnstructured,
  toUnstructured,
  validateObject,
} from './convert.ts'
export {
  type FieldRequirement,
  type FieldSelector,
  formatFieldSelector,
  matchesFields,
  parseFieldSelector,
} from './field-selector.ts'
export {
  formatGroupVersion,
  type GroupVersion,
  type GroupVersionKind,
  type GroupVersionResource,
  parseGroupVersion,
} from './group-version.ts'
export {
  formatLabelSelector,
  type LabelRequirement,
  type LabelSelector,
  matchesLabels,
  parseLabelSelector,
} from './label-selector.ts'
export { type Manifest, ManifestError, type ManifestObject, type ManifestOptions, parseManifest } from './manifests.ts'
export {
  checkConfigMapKey,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkLabelValue,
  checkQualifiedName,
  type NameCheck,
} from './names.ts'
export {
  nestedBoolean,
  nestedField,
  nestedMap,
  nestedNumber,
  nestedSlice,
  nestedString,
  removeNestedField,
  setNestedField,
} from './nested-field.ts'
export {
  annotationsOf,
  conditionOf,
  conditionsOf,
  controllerOf,
  eachListItem,
  finalizersOf,
  generationOf,
  isList,
  labelsOf,
  nameOf,
  namespaceOf,
  type ObjectCondition,
  ownerReferencesOf,
} from './object-accessors.ts'
export type {
  KubernetesList,
  KubernetesObject,
  ListMeta,
  ManagedFieldsEntry,
  ObjectMeta,
  OwnerReference,
  Stored,
  StoredObjectMeta,
  TypeMeta,
} from './objects.ts'
export {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type QuantityValue,
  quantityToNumber,
  subtractQuantities,
} from './quantity.ts'
export type { Unstructured, UnstructuredList } from './unstructured.ts'
export { NoSchemaError, ValidationError, type Violation } from './violations.ts'
