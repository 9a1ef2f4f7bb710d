/**
 * client-go's typed clients, the union of 0.27.2, 0.36.3 and 0.37.2: accessor and path of each group and version, then a
 * line for each resource: plural, kind, `^` if it is not in a namespace, and the methods besides the base ones
 * (`-` for one that it lacks, `only` for one that has no base ones).
 */
export const clientGoMethods: Readonly<Record<string, string>> = {
  admissionregistrationV1: `/apis/admissionregistration.k8s.io/v1
mutatingadmissionpolicies MutatingAdmissionPolicy ^
mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding ^
mutatingwebhookconfigurations MutatingWebhookConfiguration ^
validatingadmissionpolicies ValidatingAdmissionPolicy ^ updateStatus applyStatus
validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding ^
validatingwebhookconfigurations ValidatingWebhookConfiguration ^`,
  admissionregistrationV1alpha1: `/apis/admissionregistration.k8s.io/v1alpha1
mutatingadmissionpolicies MutatingAdmissionPolicy ^
mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding ^
validatingadmissionpolicies ValidatingAdmissionPolicy ^ updateStatus applyStatus
validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding ^`,
  admissionregistrationV1beta1: `/apis/admissionregistration.k8s.io/v1beta1
mutatingadmissionpolicies MutatingAdmissionPolicy ^
mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding ^
mutatingwebhookconfigurations MutatingWebhookConfiguration ^
validatingadmissionpolicies ValidatingAdmissionPolicy ^ updateStatus applyStatus
validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding ^
validatingwebhookconfigurations ValidatingWebhookConfiguration ^`,
  internalV1alpha1: `/apis/internal.apiserver.k8s.io/v1alpha1
storageversions StorageVersion ^ updateStatus applyStatus`,
  appsV1: `/apis/apps/v1
controllerrevisions ControllerRevision
daemonsets DaemonSet updateStatus applyStatus
deployments Deployment updateStatus applyStatus getScale updateScale applyScale
replicasets ReplicaSet updateStatus applyStatus getScale updateScale applyScale
statefulsets StatefulSet updateStatus applyStatus getScale updateScale applyScale`,
  appsV1beta1: `/apis/apps/v1beta1
controllerrevisions ControllerRevision
deployments Deployment updateStatus applyStatus
statefulsets StatefulSet updateStatus applyStatus`,
  appsV1beta2: `/apis/apps/v1beta2
controllerrevisions ControllerRevision
daemonsets DaemonSet updateStatus applyStatus
deployments Deployment updateStatus applyStatus
replicasets ReplicaSet updateStatus applyStatus
statefulsets StatefulSet updateStatus applyStatus getScale updateScale applyScale`,
  authenticationV1: `/apis/authentication.k8s.io/v1
selfsubjectreviews SelfSubjectReview ^ only create
tokenreviews TokenReview ^ only create`,
  authenticationV1alpha1: `/apis/authentication.k8s.io/v1alpha1
selfsubjectreviews SelfSubjectReview ^ only create`,
  authenticationV1beta1: `/apis/authentication.k8s.io/v1beta1
selfsubjectreviews SelfSubjectReview ^ only create
tokenreviews TokenReview ^ only create`,
  authorizationV1: `/apis/authorization.k8s.io/v1
localsubjectaccessreviews LocalSubjectAccessReview only create
selfsubjectaccessreviews SelfSubjectAccessReview ^ only create
selfsubjectrulesreviews SelfSubjectRulesReview ^ only create
subjectaccessreviews SubjectAccessReview ^ only create`,
  authorizationV1beta1: `/apis/authorization.k8s.io/v1beta1
localsubjectaccessreviews LocalSubjectAccessReview only create
selfsubjectaccessreviews SelfSubjectAccessReview ^ only create
selfsubjectrulesreviews SelfSubjectRulesReview ^ only create
subjectaccessreviews SubjectAccessReview ^ only create`,
  autoscalingV1: `/apis/autoscaling/v1
horizontalpodautoscalers HorizontalPodAutoscaler updateStatus applyStatus`,
  autoscalingV2: `/apis/autoscaling/v2
horizontalpodautoscalers HorizontalPodAutoscaler updateStatus applyStatus`,
  autoscalingV2beta1: `/apis/autoscaling/v2beta1
horizontalpodautoscalers HorizontalPodAutoscaler updateStatus applyStatus`,
  autoscalingV2beta2: `/apis/autoscaling/v2beta2
horizontalpodautoscalers HorizontalPodAutoscaler updateStatus applyStatus`,
  batchV1: `/apis/batch/v1
cronjobs CronJob updateStatus applyStatus
jobs Job updateStatus applyStatus`,
  batchV1beta1: `/apis/batch/v1beta1
cronjobs CronJob updateStatus applyStatus`,
  certificatesV1: `/apis/certificates.k8s.io/v1
certificatesigningrequests CertificateSigningRequest ^ updateStatus applyStatus updateApproval
clustertrustbundles ClusterTrustBundle ^
podcertificaterequests PodCertificateRequest updateStatus applyStatus`,
  certificatesV1alpha1: `/apis/certificates.k8s.io/v1alpha1
clustertrustbundles ClusterTrustBundle ^`,
  certificatesV1beta1: `/apis/certificates.k8s.io/v1beta1
certificatesigningrequests CertificateSigningRequest ^ updateStatus applyStatus updateApproval
clustertrustbundles ClusterTrustBundle ^
podcertificaterequests PodCertificateRequest updateStatus applyStatus`,
  coordinationV1: `/apis/coordination.k8s.io/v1
leases Lease`,
  coordinationV1alpha2: `/apis/coordination.k8s.io/v1alpha2
leasecandidates LeaseCandidate`,
  coordinationV1beta1: `/apis/coordination.k8s.io/v1beta1
leasecandidates LeaseCandidate
leases Lease`,
  coreV1: `/api/v1
componentstatuses ComponentStatus ^
configmaps ConfigMap
endpoints Endpoints
events Event createWithEventNamespace updateWithEventNamespace patchWithEventNamespace search getFieldSelector
limitranges LimitRange
namespaces Namespace ^ -deleteCollection updateStatus applyStatus finalize
nodes Node ^ updateStatus applyStatus patchStatus
persistentvolumeclaims PersistentVolumeClaim updateStatus applyStatus
persistentvolumes PersistentVolume ^ updateStatus applyStatus
pods Pod updateStatus applyStatus updateEphemeralContainers bind evict getLogs proxyGet updateResize
podtemplates PodTemplate
replicationcontrollers ReplicationController updateStatus applyStatus getScale updateScale
resourcequotas ResourceQuota updateStatus applyStatus
secrets Secret
serviceaccounts ServiceAccount createToken
services Service -deleteCollection updateStatus applyStatus proxyGet`,
  discoveryV1: `/apis/discovery.k8s.io/v1
endpointslices EndpointSlice`,
  discoveryV1beta1: `/apis/discovery.k8s.io/v1beta1
endpointslices EndpointSlice`,
  eventsV1: `/apis/events.k8s.io/v1
events Event`,
  eventsV1beta1: `/apis/events.k8s.io/v1beta1
events Event createWithEventNamespace updateWithEventNamespace patchWithEventNamespace`,
  extensionsV1beta1: `/apis/extensions/v1beta1
daemonsets DaemonSet updateStatus applyStatus
deployments Deployment updateStatus applyStatus getScale updateScale applyScale rollback
ingresses Ingress updateStatus applyStatus
networkpolicies NetworkPolicy updateStatus applyStatus
replicasets ReplicaSet updateStatus applyStatus getScale updateScale applyScale`,
  flowcontrolV1: `/apis/flowcontrol.apiserver.k8s.io/v1
flowschemas FlowSchema ^ updateStatus applyStatus
prioritylevelconfigurations PriorityLevelConfiguration ^ updateStatus applyStatus`,
  flowcontrolV1alpha1: `/apis/flowcontrol.apiserver.k8s.io/v1alpha1
flowschemas FlowSchema ^ updateStatus applyStatus
prioritylevelconfigurations PriorityLevelConfiguration ^ updateStatus applyStatus`,
  flowcontrolV1beta1: `/apis/flowcontrol.apiserver.k8s.io/v1beta1
flowschemas FlowSchema ^ updateStatus applyStatus
prioritylevelconfigurations PriorityLevelConfiguration ^ updateStatus applyStatus`,
  flowcontrolV1beta2: `/apis/flowcontrol.apiserver.k8s.io/v1beta2
flowschemas FlowSchema ^ updateStatus applyStatus
prioritylevelconfigurations PriorityLevelConfiguration ^ updateStatus applyStatus`,
  flowcontrolV1beta3: `/apis/flowcontrol.apiserver.k8s.io/v1beta3
flowschemas FlowSchema ^ updateStatus applyStatus
prioritylevelconfigurations PriorityLevelConfiguration ^ updateStatus applyStatus`,
  lifecycleV1alpha1: `/apis/lifecycle.k8s.io/v1alpha1
evictionrequests EvictionRequest updateStatus applyStatus
evictions Eviction updateStatus applyStatus`,
  networkingV1: `/apis/networking.k8s.io/v1
ingressclasses IngressClass ^
ingresses Ingress updateStatus applyStatus
ipaddresses IPAddress ^
networkpolicies NetworkPolicy updateStatus applyStatus
servicecidrs ServiceCIDR ^ updateStatus applyStatus`,
  networkingV1alpha1: `/apis/networking.k8s.io/v1alpha1
clustercidrs ClusterCIDR ^
ipaddresses IPAddress ^`,
  networkingV1beta1: `/apis/networking.k8s.io/v1beta1
ingressclasses IngressClass ^
ingresses Ingress updateStatus applyStatus
ipaddresses IPAddress ^
servicecidrs ServiceCIDR ^ updateStatus applyStatus`,
  nodeV1: `/apis/node.k8s.io/v1
runtimeclasses RuntimeClass ^`,
  nodeV1alpha1: `/apis/node.k8s.io/v1alpha1
runtimeclasses RuntimeClass ^`,
  nodeV1beta1: `/apis/node.k8s.io/v1beta1
runtimeclasses RuntimeClass ^`,
  policyV1: `/apis/policy/v1
evictions Eviction only evict
poddisruptionbudgets PodDisruptionBudget updateStatus applyStatus`,
  policyV1beta1: `/apis/policy/v1beta1
evictions Eviction only evict
poddisruptionbudgets PodDisruptionBudget updateStatus applyStatus
podsecuritypolicies PodSecurityPolicy ^`,
  rbacV1: `/apis/rbac.authorization.k8s.io/v1
clusterrolebindings ClusterRoleBinding ^
clusterroles ClusterRole ^
rolebindings RoleBinding
roles Role`,
  rbacV1alpha1: `/apis/rbac.authorization.k8s.io/v1alpha1
clusterrolebindings ClusterRoleBinding ^
clusterroles ClusterRole ^
rolebindings RoleBinding
roles Role`,
  rbacV1beta1: `/apis/rbac.authorization.k8s.io/v1beta1
clusterrolebindings ClusterRoleBinding ^
clusterroles ClusterRole ^
rolebindings RoleBinding
roles Role`,
  resourceV1: `/apis/resource.k8s.io/v1
deviceclasses DeviceClass ^
devicetaintrules DeviceTaintRule ^ updateStatus applyStatus
resourceclaims ResourceClaim updateStatus applyStatus
resourceclaimtemplates ResourceClaimTemplate
resourceslices ResourceSlice ^`,
  resourceV1alpha2: `/apis/resource.k8s.io/v1alpha2
podschedulingcontexts PodSchedulingContext updateStatus applyStatus
resourceclaims ResourceClaim updateStatus applyStatus
resourceclaimtemplates ResourceClaimTemplate
resourceclasses ResourceClass ^`,
  resourceV1alpha3: `/apis/resource.k8s.io/v1alpha3
devicetaintrules DeviceTaintRule ^ updateStatus applyStatus
resourcepoolstatusrequests ResourcePoolStatusRequest ^ updateStatus applyStatus`,
  resourceV1beta1: `/apis/resource.k8s.io/v1beta1
deviceclasses DeviceClass ^
resourceclaims ResourceClaim updateStatus applyStatus
resourceclaimtemplates ResourceClaimTemplate
resourceslices ResourceSlice ^`,
  resourceV1beta2: `/apis/resource.k8s.io/v1beta2
deviceclasses DeviceClass ^
devicetaintrules DeviceTaintRule ^ updateStatus applyStatus
resourceclaims ResourceClaim updateStatus applyStatus
resourceclaimtemplates ResourceClaimTemplate
resourceslices ResourceSlice ^`,
  schedulingV1: `/apis/scheduling.k8s.io/v1
priorityclasses PriorityClass ^`,
  schedulingV1alpha1: `/apis/scheduling.k8s.io/v1alpha1
priorityclasses PriorityClass ^`,
  schedulingV1alpha2: `/apis/scheduling.k8s.io/v1alpha2
podgroups PodGroup updateStatus applyStatus
workloads Workload`,
  schedulingV1alpha3: `/apis/scheduling.k8s.io/v1alpha3
compositepodgroups CompositePodGroup updateStatus applyStatus
podgroups PodGroup updateStatus applyStatus
workloads Workload`,
  schedulingV1beta1: `/apis/scheduling.k8s.io/v1beta1
podgroups PodGroup updateStatus applyStatus
priorityclasses PriorityClass ^
workloads Workload`,
  storageV1: `/apis/storage.k8s.io/v1
csidrivers CSIDriver ^
csinodes CSINode ^ updateStatus applyStatus
csistoragecapacities CSIStorageCapacity
storageclasses StorageClass ^
volumeattachments VolumeAttachment ^ updateStatus applyStatus
volumeattributesclasses VolumeAttributesClass ^`,
  storageV1alpha1: `/apis/storage.k8s.io/v1alpha1
csistoragecapacities CSIStorageCapacity
volumeattachments VolumeAttachment ^ updateStatus applyStatus
volumeattributesclasses VolumeAttributesClass ^`,
  storageV1beta1: `/apis/storage.k8s.io/v1beta1
csidrivers CSIDriver ^
csinodes CSINode ^ updateStatus applyStatus
csistoragecapacities CSIStorageCapacity
storageclasses StorageClass ^
volumeattachments VolumeAttachment ^ updateStatus applyStatus
volumeattributesclasses VolumeAttributesClass ^`,
  storagemigrationV1: `/apis/storagemigration.k8s.io/v1
storageversionmigrations StorageVersionMigration ^ updateStatus applyStatus`,
  storagemigrationV1beta1: `/apis/storagemigration.k8s.io/v1beta1
storageversionmigrations StorageVersionMigration ^ updateStatus applyStatus`,
}
