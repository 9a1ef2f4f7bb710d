import { base64, fakeCertificate, fakeKey } from './fixtures.test-support.ts'

/** A kubeconfig as some tool writes it, with data of our own. */
export interface Shape {
  readonly name: string
  readonly text: string
  /** Files that stand beside it. */
  readonly files?: Readonly<Record<string, string>>
  /** The field that this version does not support, if it needs one. */
  readonly unsupported?: string
}

const ca = base64(fakeCertificate('ca'))
const cert = base64(fakeCertificate('client'))
const key = base64(fakeKey('client', 'RSA PRIVATE KEY'))

export const shapes: readonly Shape[] = [
  {
    name: 'kind',
    text: `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${ca}
    server: https://127.0.0.1:40229
  name: kind-kind
contexts:
- context:
    cluster: kind-kind
    user: kind-kind
  name: kind-kind
current-context: kind-kind
kind: Config
preferences: {}
users:
- name: kind-kind
  user:
    client-certificate-data: ${cert}
    client-key-data: ${key}
`,
  },
  {
    name: 'minikube',
    files: {
      'minikube/ca.crt': fakeCertificate('ca'),
      'minikube/profiles/minikube/client.crt': fakeCertificate('client'),
      'minikube/profiles/minikube/client.key': fakeKey('client'),
    },
    text: `apiVersion: v1
clusters:
- cluster:
    certificate-authority: minikube/ca.crt
    extensions:
    - extension:
        last-update: Mon, 06 Jan 2025 10:00:00 CET
        provider: minikube.sigs.k8s.io
        version: v1.35.0
      name: cluster_info
    server: https://192.168.49.2:8443
  name: minikube
contexts:
- context:
    cluster: minikube
    extensions:
    - extension: {provider: minikube.sigs.k8s.io}
      name: context_info
    namespace: default
    user: minikube
  name: minikube
current-context: minikube
kind: Config
preferences: {}
users:
- name: minikube
  user:
    client-certificate: minikube/profiles/minikube/client.crt
    client-key: ./minikube/profiles/../profiles/minikube/client.key
`,
  },
  {
    name: 'k3s',
    text: `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${ca}
    server: https://127.0.0.1:6443
  name: default
contexts:
- context:
    cluster: default
    user: default
  name: default
current-context: default
kind: Config
preferences: {}
users:
- name: default
  user:
    client-certificate-data: ${cert}
    client-key-data: ${base64(fakeKey('k3s', 'EC PRIVATE KEY'))}
`,
  },
  {
    name: 'EKS',
    text: `apiVersion: v1
clusters:
- cluster:
    server: https://0123456789ABCDEF0123456789ABCDEF.gr7.eu-west-1.eks.example.com
    certificate-authority-data: ${ca}
  name: arn:aws:eks:eu-west-1:111122223333:cluster/shop
contexts:
- context:
    cluster: arn:aws:eks:eu-west-1:111122223333:cluster/shop
    user: arn:aws:eks:eu-west-1:111122223333:cluster/shop
  name: shop
current-context: shop
kind: Config
users:
- name: arn:aws:eks:eu-west-1:111122223333:cluster/shop
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: [--region, eu-west-1, eks, get-token, --cluster-name, shop, --output, json]
      env:
      - {name: AWS_PROFILE, value: shop}
`,
  },
  {
    name: 'GKE',
    text: `apiVersion: v1
kind: Config
current-context: gke_project_europe-west1_shop
clusters:
- name: gke_project_europe-west1_shop
  cluster:
    certificate-authority-data: ${ca}
    server: https://203.0.113.10
contexts:
- name: gke_project_europe-west1_shop
  context: {cluster: gke_project_europe-west1_shop, user: gke_project_europe-west1_shop}
users:
- name: gke_project_europe-west1_shop
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: gke-gcloud-auth-plugin
      installHint: Install gke-gcloud-auth-plugin
      provideClusterInfo: true
`,
  },
  {
    name: 'AKS with kubelogin, behind a proxy',
    text: `apiVersion: v1
kind: Config
current-context: shop
clusters:
- name: shop
  cluster:
    certificate-authority-data: ${ca}
    server: https://shop-dns-0a1b2c3d.hcp.westeurope.azmk8s.example.com:443
    proxy-url: http://proxy.example.com:3128
    extensions:
    - name: client.authentication.k8s.io/exec
      extension: {audience: 06e3fbd18de8}
contexts:
- name: shop
  context: {cluster: shop, user: clusterUser_rg_shop}
users:
- name: clusterUser_rg_shop
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./bin/kubelogin
      args: [get-token, --login, devicecode]
      env: null
      interactiveMode: Always
`,
  },
  {
    name: 'GKE before exec',
    unsupported: 'users[gke].auth-provider.name',
    text: `apiVersion: v1
kind: Config
current-context: gke
clusters:
- name: gke
  cluster: {certificate-authority-data: ${ca}, server: "https://203.0.113.10"}
contexts:
- name: gke
  context: {cluster: gke, user: gke}
users:
- name: gke
  user:
    auth-provider:
      name: gcp
      config: {cmd-path: gcloud, token-key: "{.credential.access_token}"}
`,
  },
  {
    // Certificate and token side by side: both are sent.
    name: 'AKS with local accounts',
    text: `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${ca}
    server: https://shop-dns-0a1b2c3d.hcp.westeurope.azmk8s.example.com:443
  name: shop
contexts:
- context:
    cluster: shop
    user: clusterAdmin_rg_shop
  name: shop-admin
current-context: shop-admin
kind: Config
preferences: {}
users:
- name: clusterAdmin_rg_shop
  user:
    client-certificate-data: ${cert}
    client-key-data: ${key}
    token: 0123456789abcdef0123456789abcdef
`,
  },
  {
    name: 'OpenShift',
    text: `apiVersion: v1
clusters:
- cluster:
    insecure-skip-tls-verify: true
    server: https://api.shop.example.com:6443
  name: api-shop-example-com:6443
- cluster:
    server: https://api.other.example.com:6443
  name: api-other-example-com:6443
contexts:
- context:
    cluster: api-shop-example-com:6443
    namespace: billing
    user: kube:admin/api-shop-example-com:6443
  name: billing/api-shop-example-com:6443/kube:admin
- context:
    cluster: api-other-example-com:6443
    namespace: default
    user: dev/api-other-example-com:6443
  name: default/api-other-example-com:6443/dev
current-context: billing/api-shop-example-com:6443/kube:admin
kind: Config
preferences: {}
users:
- name: kube:admin/api-shop-example-com:6443
  user:
    token: sha256~fake-fake-fake
- name: dev/api-other-example-com:6443
  user:
    token: sha256~other-other
`,
  },
  {
    name: 'a server behind a gateway, with a base path',
    text: `apiVersion: v1
kind: Config
clusters:
- name: "shop"
  cluster:
    server: "https://rancher.example.com/k8s/clusters/c-m-abcdefgh"
contexts:
- name: "shop"
  context:
    user: "shop"
    cluster: "shop"
current-context: "shop"
users:
- name: "shop"
  user:
    token: "kubeconfig-user-abc:defghijklmnop"
`,
  },
  {
    name: 'a JSON file with everything that this version reads',
    files: { 'secrets/token': 'from-a-file\n' },
    text: JSON.stringify({
      kind: 'Config',
      apiVersion: 'v1',
      'current-context': 'all',
      clusters: [
        {
          name: 'all',
          cluster: {
            server: 'https://[2001:db8::1]:6443',
            'tls-server-name': 'kubernetes.default',
            'certificate-authority-data': ca,
            'disable-compression': true,
          },
        },
      ],
      contexts: [{ name: 'all', context: { cluster: 'all', user: 'all', namespace: 'shop' } }],
      users: [
        {
          name: 'all',
          user: {
            tokenFile: 'secrets/token',
            as: 'jane',
            'as-uid': 'u-1',
            'as-groups': ['devs', 'ops'],
            'as-user-extra': { 'example.com/team': ['a', 'b'] },
          },
        },
      ],
    }),
  },
  {
    name: 'username and password',
    text: `{clusters: [{name: a, cluster: {server: 'https://10.0.0.1:6443'}}], users: [{name: a, user: {username: jane, password: 's3cret'}}],
 contexts: [{name: a, context: {cluster: a, user: a}}], current-context: a}
`,
  },
  {
    name: 'no user, a CA all the same',
    text: `clusters:
- name: a
  cluster: {server: "https://10.0.0.1:6443", certificate-authority-data: ${ca}}
contexts:
- {name: a, context: {cluster: a, user: ""}}
current-context: a
users: null
`,
  },
  {
    name: 'kubectl proxy, plain http',
    text: `apiVersion: v1
kind: Config
current-context: proxy
clusters:
- name: proxy
  cluster: {server: http://localhost:8001}
contexts:
- {name: proxy, context: {cluster: proxy, user: jane}}
users:
- {name: jane, user: {token: not-over-http, as: jane}}
`,
  },
]
