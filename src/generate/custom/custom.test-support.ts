/** A definition of widgets in example.com/v1 with a schema of its spec. */
export function definition(spec: object, more: { readonly version?: object; readonly spec?: object } = {}): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
          ...more.version,
        },
      ],
      ...more.spec,
    },
  }
}
