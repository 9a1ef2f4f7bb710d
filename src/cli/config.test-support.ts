/** A list of two kubeconfigs with most of what can be in one, entries of the same name among it. */
export const one = `current-context: dev
preferences: {colors: true}
clusters:
- {name: zone, cluster: {server: "https://10.0.0.1:6443", certificate-authority: ca.crt}}
- {name: bare, cluster: {}}
users:
- {name: dev, user: {token: t0ken, username: u, password: p}}
contexts:
- {name: dev, context: {cluster: zone, user: dev, namespace: shop}}
- {name: alone, context: {}}
extensions:
- {name: notes, extension: {b: [1, 2], a: text}}
`
export const two = `current-context: late
clusters: [{name: zone, cluster: {server: "https://lost"}}, {name: two, cluster: {server: "https://two", proxy-url: "socks5://h:1"}}]
users: [{name: plug, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./bin/login}}}]
contexts: [{name: late, context: {cluster: two, user: plug}}, {name: broken, context: {cluster: nope, user: plug}}]
extensions: [{name: notes, extension: lost}, {name: more, extension: 1}]
`

/** Both, and the file that one of them names. */
export const files = { one, two, 'ca.crt': 'CA\n' }
