// The types of the API's machinery, for what is pure. They are generated with those of all kinds.
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
} from '../api/meta/v1.ts'
