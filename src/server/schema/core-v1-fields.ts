/**
 * The fields of core/v1's kinds that this server serves, and of what they are made of.
 *
 * Generated from the Go types of k8s.io/api and k8s.io/apimachinery v0.37.2. Each definition lists NAME:FLAGS TYPE in
 * the order in which the real server writes them. Flags: `?` is left out when it is zero, `*` tells zero from absent.
 * Types: a scalar, `[]T`, `{}T` for a map, or another definition.
 */
export const coreV1Fields: Readonly<Record<string, string>> = {
  AWSElasticBlockStoreVolumeSource: 'volumeID:string fsType:?string partition:?integer readOnly:?boolean',
  Affinity: 'nodeAffinity:?*NodeAffinity podAffinity:?*PodAffinity podAntiAffinity:?*PodAntiAffinity',
  AppArmorProfile: 'type:string localhostProfile:?*string',
  AzureDiskVolumeSource:
    'diskName:string diskURI:string cachingMode:?*string fsType:?*string readOnly:?*boolean kind:?*string',
  AzureFileVolumeSource: 'secretName:string shareName:string readOnly:?boolean',
  CSIVolumeSource:
    'driver:string readOnly:?*boolean fsType:?*string volumeAttributes:?{}string nodePublishSecretRef:?*LocalObjectReference',
  Capabilities: 'add:?[]string drop:?[]string',
  CephFSVolumeSource:
    'monitors:[]string path:?string user:?string secretFile:?string secretRef:?*LocalObjectReference readOnly:?boolean',
  CinderVolumeSource: 'volumeID:string fsType:?string readOnly:?boolean secretRef:?*LocalObjectReference',
  ClusterTrustBundleProjection:
    'name:?*string signerName:?*string labelSelector:?*LabelSelector optional:?*boolean path:string user:?*integer',
  ConfigMap:
    'kind:?string apiVersion:?string metadata:ObjectMeta immutable:?*boolean data:?{}string binaryData:?{}bytes',
  ConfigMapEnvSource: 'name:?string optional:?*boolean',
  ConfigMapKeySelector: 'name:?string key:string optional:?*boolean',
  ConfigMapProjection: 'name:?string items:?[]KeyToPath optional:?*boolean',
  ConfigMapVolumeSource:
    'name:?string items:?[]KeyToPath defaultMode:?*integer optional:?*boolean defaultUser:?*integer',
  Container:
    'name:string image:?string command:?[]string args:?[]string workingDir:?string ports:?[]ContainerPort envFrom:?[]EnvFromSource env:?[]EnvVar resources:ResourceRequirements resizePolicy:?[]ContainerResizePolicy restartPolicy:?*string restartPolicyRules:?[]ContainerRestartRule volumeMounts:?[]VolumeMount volumeDevices:?[]VolumeDevice livenessProbe:?*Probe readinessProbe:?*Probe startupProbe:?*Probe lifecycle:?*Lifecycle terminationMessagePath:?string terminationMessagePolicy:?string imagePullPolicy:?string securityContext:?*SecurityContext stdin:?boolean stdinOnce:?boolean tty:?boolean',
  ContainerExtendedResourceRequest: 'containerName:string resourceName:string requestName:string',
  ContainerPort: 'name:?string hostPort:?integer containerPort:integer protocol:?string hostIP:?string',
  ContainerResizePolicy: 'resourceName:string restartPolicy:string',
  ContainerRestartRule: 'action:?string exitCodes:?*ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'operator:?string values:?[]integer',
  ContainerState:
    'waiting:?*ContainerStateWaiting running:?*ContainerStateRunning terminated:?*ContainerStateTerminated',
  ContainerStateRunning: 'startedAt:Time',
  ContainerStateTerminated:
    'exitCode:integer signal:?integer reason:?string message:?string startedAt:Time finishedAt:Time containerID:?string',
  ContainerStateWaiting: 'reason:?string message:?string',
  ContainerStatus:
    'name:string state:ContainerState lastState:ContainerState ready:boolean restartCount:integer image:string imageID:string containerID:?string started:?*boolean allocatedResources:?{}Quantity resources:?*ResourceRequirements volumeMounts:?[]VolumeMountStatus user:?*ContainerUser allocatedResourcesStatus:?[]ResourceStatus stopSignal:?*string',
  ContainerUser: 'linux:?*LinuxContainerUser',
  DeleteOptions:
    'kind:?string apiVersion:?string gracePeriodSeconds:?*integer preconditions:?*Preconditions orphanDependents:?*boolean propagationPolicy:?*string dryRun:?[]string ignoreStoreReadErrorWithClusterBreakingPotential:?*boolean',
  DownwardAPIProjection: 'items:?[]DownwardAPIVolumeFile',
  DownwardAPIVolumeFile:
    'path:string fieldRef:?*ObjectFieldSelector resourceFieldRef:?*ResourceFieldSelector mode:?*integer user:?*integer',
  DownwardAPIVolumeSource: 'items:?[]DownwardAPIVolumeFile defaultMode:?*integer defaultUser:?*integer',
  EmptyDirVolumeSource: 'medium:?string sizeLimit:?*Quantity mode:?*integer',
  EnvFromSource: 'prefix:?string configMapRef:?*ConfigMapEnvSource secretRef:?*SecretEnvSource',
  EnvVar: 'name:string value:?string valueFrom:?*EnvVarSource',
  EnvVarSource:
    'fieldRef:?*ObjectFieldSelector resourceFieldRef:?*ResourceFieldSelector configMapKeyRef:?*ConfigMapKeySelector secretKeyRef:?*SecretKeySelector fileKeyRef:?*FileKeySelector',
  EphemeralContainer:
    'name:string image:?string command:?[]string args:?[]string workingDir:?string ports:?[]ContainerPort envFrom:?[]EnvFromSource env:?[]EnvVar resources:ResourceRequirements resizePolicy:?[]ContainerResizePolicy restartPolicy:?*string restartPolicyRules:?[]ContainerRestartRule volumeMounts:?[]VolumeMount volumeDevices:?[]VolumeDevice livenessProbe:?*Probe readinessProbe:?*Probe startupProbe:?*Probe lifecycle:?*Lifecycle terminationMessagePath:?string terminationMessagePolicy:?string imagePullPolicy:?string securityContext:?*SecurityContext stdin:?boolean stdinOnce:?boolean tty:?boolean targetContainerName:?string',
  EphemeralVolumeSource: 'volumeClaimTemplate:?*PersistentVolumeClaimTemplate',
  EvictionResponder: 'name:string priority:*integer',
  ExecAction: 'command:?[]string',
  FCVolumeSource: 'targetWWNs:?[]string lun:?*integer fsType:?string readOnly:?boolean wwids:?[]string',
  FileKeySelector: 'volumeName:string path:string key:string optional:?*boolean',
  FlexVolumeSource: 'driver:string fsType:?string secretRef:?*LocalObjectReference readOnly:?boolean options:?{}string',
  FlockerVolumeSource: 'datasetName:?string datasetUUID:?string',
  GCEPersistentDiskVolumeSource: 'pdName:string fsType:?string partition:?integer readOnly:?boolean',
  GRPCAction: 'port:integer service:*string mode:?*string',
  GitRepoVolumeSource: 'repository:string revision:?string directory:?string',
  GlusterfsVolumeSource: 'endpoints:string path:string readOnly:?boolean',
  HTTPGetAction:
    'path:?string port:IntOrString host:?string scheme:?string httpHeaders:?[]HTTPHeader protocol:?*string',
  HTTPHeader: 'name:string value:string',
  HostAlias: 'ip:string hostnames:?[]string',
  HostIP: 'ip:string',
  HostPathVolumeSource: 'path:string type:?*string',
  ISCSIVolumeSource:
    'targetPortal:string iqn:string lun:integer iscsiInterface:?string fsType:?string readOnly:?boolean portals:?[]string chapAuthDiscovery:?boolean chapAuthSession:?boolean secretRef:?*LocalObjectReference initiatorName:?*string',
  ImageVolumeSource: 'reference:?string pullPolicy:?string',
  ImageVolumeStatus: 'imageRef:?string',
  KeyToPath: 'key:string path:string mode:?*integer user:?*integer',
  LabelSelector: 'matchLabels:?{}string matchExpressions:?[]LabelSelectorRequirement',
  LabelSelectorRequirement: 'key:string operator:string values:?[]string',
  Lifecycle: 'postStart:?*LifecycleHandler preStop:?*LifecycleHandler stopSignal:?*string',
  LifecycleHandler: 'exec:?*ExecAction httpGet:?*HTTPGetAction tcpSocket:?*TCPSocketAction sleep:?*SleepAction',
  LinuxContainerUser: 'uid:integer gid:integer supplementalGroups:?[]integer',
  LocalObjectReference: 'name:?string',
  ManagedFieldsEntry:
    'manager:?string operation:?string apiVersion:?string time:?*Time fieldsType:?string fieldsV1:?*any subresource:?string',
  NFSVolumeSource: 'server:string path:string readOnly:?boolean',
  Namespace: 'kind:?string apiVersion:?string metadata:ObjectMeta spec:NamespaceSpec status:NamespaceStatus',
  NamespaceCondition: 'type:string status:string lastTransitionTime:Time reason:?string message:?string',
  NamespaceSpec: 'finalizers:?[]string',
  NamespaceStatus: 'phase:?string conditions:?[]NamespaceCondition',
  NodeAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:?*NodeSelector preferredDuringSchedulingIgnoredDuringExecution:?[]PreferredSchedulingTerm',
  NodeAllocatableMappedResources: 'name:string quantity:*Quantity',
  NodeAllocatableOverheadResources: 'name:string perPod:?*Quantity perContainer:?*Quantity',
  NodeAllocatableResourceClaimStatus:
    'resourceClaimName:string containers:?[]string mapping:?[]NodeAllocatableMappedResources overhead:?[]NodeAllocatableOverheadResources',
  NodeSelector: 'nodeSelectorTerms:[]NodeSelectorTerm',
  NodeSelectorRequirement: 'key:string operator:string values:?[]string',
  NodeSelectorTerm: 'matchExpressions:?[]NodeSelectorRequirement matchFields:?[]NodeSelectorRequirement',
  ObjectFieldSelector: 'apiVersion:?string fieldPath:string',
  ObjectMeta:
    'name:?string generateName:?string namespace:?string selfLink:?string uid:?string resourceVersion:?string generation:?integer creationTimestamp:?Time deletionTimestamp:?*Time deletionGracePeriodSeconds:?*integer labels:?{}string annotations:?{}string ownerReferences:?[]OwnerReference finalizers:?[]string managedFields:?[]ManagedFieldsEntry',
  OwnerReference:
    'apiVersion:string kind:string name:string uid:string controller:?*boolean blockOwnerDeletion:?*boolean',
  PersistentVolumeClaimSpec:
    'accessModes:?[]string selector:?*LabelSelector resources:VolumeResourceRequirements volumeName:?string storageClassName:?*string volumeMode:?*string dataSource:?*TypedLocalObjectReference dataSourceRef:?*TypedObjectReference volumeAttributesClassName:?*string',
  PersistentVolumeClaimTemplate: 'metadata:ObjectMeta spec:PersistentVolumeClaimSpec',
  PersistentVolumeClaimVolumeSource: 'claimName:string readOnly:?boolean',
  PhotonPersistentDiskVolumeSource: 'pdID:string fsType:?string',
  Pod: 'kind:?string apiVersion:?string metadata:ObjectMeta spec:PodSpec status:PodStatus',
  PodAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:?[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:?[]WeightedPodAffinityTerm',
  PodAffinityTerm:
    'labelSelector:?*LabelSelector namespaces:?[]string topologyKey:string namespaceSelector:?*LabelSelector matchLabelKeys:?[]string mismatchLabelKeys:?[]string',
  PodAntiAffinity:
    'requiredDuringSchedulingIgnoredDuringExecution:?[]PodAffinityTerm preferredDuringSchedulingIgnoredDuringExecution:?[]WeightedPodAffinityTerm',
  PodCertificateProjection:
    'signerName:?string keyType:?string maxExpirationSeconds:?*integer credentialBundlePath:?string keyPath:?string certificateChainPath:?string userAnnotations:?{}string user:?*integer',
  PodCondition:
    'type:string observedGeneration:?integer status:string lastProbeTime:Time lastTransitionTime:Time reason:?string message:?string',
  PodDNSConfig: 'nameservers:?[]string searches:?[]string options:?[]PodDNSConfigOption',
  PodDNSConfigOption: 'name:?string value:?*string',
  PodExtendedResourceClaimStatus: 'requestMappings:[]ContainerExtendedResourceRequest resourceClaimName:string',
  PodIP: 'ip:string',
  PodOS: 'name:string',
  PodReadinessGate: 'conditionType:string',
  PodResourceClaim: 'name:string resourceClaimName:?*string resourceClaimTemplateName:?*string',
  PodResourceClaimStatus: 'name:string resourceClaimName:?*string',
  PodSchedulingGate: 'name:string',
  PodSchedulingGroup: 'podGroupName:?*string',
  PodSecurityContext:
    'seLinuxOptions:?*SELinuxOptions windowsOptions:?*WindowsSecurityContextOptions runAsUser:?*integer runAsGroup:?*integer runAsNonRoot:?*boolean supplementalGroups:?[]integer supplementalGroupsPolicy:?*string fsGroup:?*integer sysctls:?[]Sysctl fsGroupChangePolicy:?*string seccompProfile:?*SeccompProfile appArmorProfile:?*AppArmorProfile seLinuxChangePolicy:?*string',
  PodSpec:
    'volumes:?[]Volume initContainers:?[]Container containers:[]Container ephemeralContainers:?[]EphemeralContainer restartPolicy:?string terminationGracePeriodSeconds:?*integer activeDeadlineSeconds:?*integer dnsPolicy:?string nodeSelector:?{}string serviceAccountName:?string serviceAccount:?string automountServiceAccountToken:?*boolean nodeName:?string hostNetwork:?boolean hostPID:?boolean hostIPC:?boolean shareProcessNamespace:?*boolean securityContext:?*PodSecurityContext imagePullSecrets:?[]LocalObjectReference hostname:?string subdomain:?string affinity:?*Affinity schedulerName:?string tolerations:?[]Toleration hostAliases:?[]HostAlias priorityClassName:?string priority:?*integer dnsConfig:?*PodDNSConfig readinessGates:?[]PodReadinessGate runtimeClassName:?*string enableServiceLinks:?*boolean preemptionPolicy:?*string overhead:?{}Quantity topologySpreadConstraints:?[]TopologySpreadConstraint setHostnameAsFQDN:?*boolean os:?*PodOS hostUsers:?*boolean schedulingGates:?[]PodSchedulingGate resourceClaims:?[]PodResourceClaim resources:?*ResourceRequirements hostnameOverride:?*string schedulingGroup:?*PodSchedulingGroup evictionResponders:?[]EvictionResponder',
  PodStatus:
    'observedGeneration:?integer phase:?string conditions:?[]PodCondition message:?string reason:?string nominatedNodeName:?string hostIP:?string hostIPs:?[]HostIP podIP:?string podIPs:?[]PodIP startTime:?*Time initContainerStatuses:?[]ContainerStatus containerStatuses:?[]ContainerStatus qosClass:?string ephemeralContainerStatuses:?[]ContainerStatus resize:?string resourceClaimStatuses:?[]PodResourceClaimStatus extendedResourceClaimStatus:?*PodExtendedResourceClaimStatus allocatedResources:?{}Quantity resources:?*ResourceRequirements nodeAllocatableResourceClaimStatuses:?[]NodeAllocatableResourceClaimStatus volumeHealth:?[]PodVolumeHealth',
  PodVolumeHealth: 'name:string healthConditions:?[]VolumeHealthCondition lastTransitionTime:Time',
  PortworxVolumeSource: 'volumeID:string fsType:?string readOnly:?boolean',
  Preconditions: 'uid:?*string resourceVersion:?*string',
  PreferredSchedulingTerm: 'weight:integer preference:NodeSelectorTerm',
  Probe:
    'exec:?*ExecAction httpGet:?*HTTPGetAction tcpSocket:?*TCPSocketAction grpc:?*GRPCAction initialDelaySeconds:?integer timeoutSeconds:?integer periodSeconds:?integer successThreshold:?integer failureThreshold:?integer terminationGracePeriodSeconds:?*integer',
  ProjectedVolumeSource: 'sources:[]VolumeProjection defaultMode:?*integer defaultUser:?*integer',
  QuobyteVolumeSource: 'registry:string volume:string readOnly:?boolean user:?string group:?string tenant:?string',
  RBDVolumeSource:
    'monitors:[]string image:string fsType:?string pool:?string user:?string keyring:?string secretRef:?*LocalObjectReference readOnly:?boolean',
  ResourceClaim: 'name:string request:?string',
  ResourceFieldSelector: 'containerName:?string resource:string divisor:Quantity',
  ResourceHealth: 'resourceID:string health:?string message:?*string',
  ResourceRequirements: 'limits:?{}Quantity requests:?{}Quantity claims:?[]ResourceClaim',
  ResourceStatus: 'name:string resources:?[]ResourceHealth',
  SELinuxOptions: 'user:?string role:?string type:?string level:?string',
  ScaleIOVolumeSource:
    'gateway:string system:string secretRef:*LocalObjectReference sslEnabled:?boolean protectionDomain:?string storagePool:?string storageMode:?string volumeName:?string fsType:?string readOnly:?boolean',
  SeccompProfile: 'type:string localhostProfile:?*string',
  SecretEnvSource: 'name:?string optional:?*boolean',
  SecretKeySelector: 'name:?string key:string optional:?*boolean',
  SecretProjection: 'name:?string items:?[]KeyToPath optional:?*boolean',
  SecretVolumeSource:
    'secretName:?string items:?[]KeyToPath defaultMode:?*integer optional:?*boolean defaultUser:?*integer',
  SecurityContext:
    'capabilities:?*Capabilities privileged:?*boolean seLinuxOptions:?*SELinuxOptions windowsOptions:?*WindowsSecurityContextOptions runAsUser:?*integer runAsGroup:?*integer runAsNonRoot:?*boolean readOnlyRootFilesystem:?*boolean allowPrivilegeEscalation:?*boolean procMount:?*string seccompProfile:?*SeccompProfile appArmorProfile:?*AppArmorProfile',
  ServiceAccountTokenProjection: 'audience:?string expirationSeconds:?*integer path:string user:?*integer',
  SleepAction: 'seconds:integer',
  StorageOSVolumeSource:
    'volumeName:?string volumeNamespace:?string fsType:?string readOnly:?boolean secretRef:?*LocalObjectReference',
  Sysctl: 'name:string value:string',
  TCPSocketAction: 'port:IntOrString host:?string',
  Toleration: 'key:?string operator:?string value:?string effect:?string tolerationSeconds:?*integer',
  TopologySpreadConstraint:
    'maxSkew:integer topologyKey:string whenUnsatisfiable:string labelSelector:?*LabelSelector minDomains:?*integer nodeAffinityPolicy:?*string nodeTaintsPolicy:?*string matchLabelKeys:?[]string',
  TypedLocalObjectReference: 'apiGroup:*string kind:string name:string',
  TypedObjectReference: 'apiGroup:*string kind:string name:string namespace:?*string',
  Volume:
    'name:string hostPath:?*HostPathVolumeSource emptyDir:?*EmptyDirVolumeSource gcePersistentDisk:?*GCEPersistentDiskVolumeSource awsElasticBlockStore:?*AWSElasticBlockStoreVolumeSource gitRepo:?*GitRepoVolumeSource secret:?*SecretVolumeSource nfs:?*NFSVolumeSource iscsi:?*ISCSIVolumeSource glusterfs:?*GlusterfsVolumeSource persistentVolumeClaim:?*PersistentVolumeClaimVolumeSource rbd:?*RBDVolumeSource flexVolume:?*FlexVolumeSource cinder:?*CinderVolumeSource cephfs:?*CephFSVolumeSource flocker:?*FlockerVolumeSource downwardAPI:?*DownwardAPIVolumeSource fc:?*FCVolumeSource azureFile:?*AzureFileVolumeSource configMap:?*ConfigMapVolumeSource vsphereVolume:?*VsphereVirtualDiskVolumeSource quobyte:?*QuobyteVolumeSource azureDisk:?*AzureDiskVolumeSource photonPersistentDisk:?*PhotonPersistentDiskVolumeSource projected:?*ProjectedVolumeSource portworxVolume:?*PortworxVolumeSource scaleIO:?*ScaleIOVolumeSource storageos:?*StorageOSVolumeSource csi:?*CSIVolumeSource ephemeral:?*EphemeralVolumeSource image:?*ImageVolumeSource',
  VolumeDevice: 'name:string devicePath:string',
  VolumeHealthCondition: 'status:string reason:string message:?string',
  VolumeMount:
    'name:string readOnly:?boolean recursiveReadOnly:?*string mountPath:string subPath:?string mountPropagation:?*string subPathExpr:?string bindMountOptions:?[]string',
  VolumeMountStatus:
    'name:string mountPath:string readOnly:?boolean recursiveReadOnly:?*string volumeStatus:?*VolumeStatus',
  VolumeProjection:
    'secret:?*SecretProjection downwardAPI:?*DownwardAPIProjection configMap:?*ConfigMapProjection serviceAccountToken:?*ServiceAccountTokenProjection clusterTrustBundle:?*ClusterTrustBundleProjection podCertificate:?*PodCertificateProjection',
  VolumeResourceRequirements: 'limits:?{}Quantity requests:?{}Quantity',
  VolumeStatus: 'image:?*ImageVolumeStatus',
  VsphereVirtualDiskVolumeSource: 'volumePath:string fsType:?string storagePolicyName:?string storagePolicyID:?string',
  WeightedPodAffinityTerm: 'weight:integer podAffinityTerm:PodAffinityTerm',
  WindowsSecurityContextOptions:
    'gmsaCredentialSpecName:?*string gmsaCredentialSpec:?*string runAsUserName:?*string hostProcess:?*boolean',
}
