import { allowUnknown } from './allow.ts';
import { argocdClusterUnused, customWithoutCommands, generatorUnscoped, packageManagerMismatch, repositoriesIdentical, repositoryPathInvalid } from './app.ts';
import { architectureMismatch } from './architectures.ts';
import {
  clusterRoutingAmbiguous,
  clusterUnused,
  clusterWithoutRouting,
  gatewayListenerShared,
  imagePullMissing,
  imagePullUnsupported,
  serviceNotReachable,
} from './clusters.ts';
import { autoscalingRange, plainTextSecret, probeHandler, replicasWithAutoscaling, resourcesRange, standaloneScaled, variableOrder } from './components.ts';
import { cronScheduleInvalid, noWorkload } from './cron-jobs.ts';
import { approvalWithoutGate, deliveryConflict, deliveryNeedsApproval, deliveryNeedsPromotion, promotionCycle, promotionImageMissing } from './delivery.ts';
import { hostDuplicate, namespaceShared, routeWithoutHosts, vaultPathShared } from './environments.ts';
import { secretInFile } from './files.ts';
import { kubernetesFieldReserved, podInvalid } from './kubernetes.ts';
import { labelReserved } from './monitoring.ts';
import { nameDuplicate, nameReserved, nameTooLong } from './names.ts';
import { metadataReachable, metricsPublic, metricsUnread } from './network.ts';
import { extraManifestDuplicate, extraManifestKind, extraManifestReadsFile, notPlainData, patchOperationInvalid } from './overrides.ts';
import { personalAccount, soleOwner, teamOutsideOrganization } from './owners.ts';
import { parametersUnused, secretInParameter } from './parameters.ts';
import { podPortUnknown } from './pod-ports.ts';
import { portDuplicate, portExposureMismatch, portProtocol, unknownPort } from './ports.ts';
import {
  clusterNotInEnvironment,
  imageAmbiguous,
  unknownCluster,
  unknownComponent,
  unknownCronJob,
  unknownEnvironment,
  unknownImage,
  unknownJob,
  unknownOutput,
  unknownRoute,
  unknownService,
} from './references.ts';
import type { Rule } from './rule.ts';
import { secretReserved } from './secrets.ts';
import { podSecurity, runAsRoot } from './security.ts';
import { embeddedDataLoss, extensionNotInImage, outputWithoutSecret, secretConflict, serviceUnused, serviceWithoutProvider } from './services.ts';
import { tolerationInvalid } from './tolerations.ts';
import { argocdTooOld, kubernetesTooOld } from './versions.ts';
import { mountDuplicate, volumeClaim, volumeShared } from './volumes.ts';

/** Every rule, by topic; docs/errors.md explains them in alphabetical order. */
export const rules: readonly Rule[] = [
  unknownCluster,
  unknownComponent,
  unknownCronJob,
  unknownEnvironment,
  unknownImage,
  unknownJob,
  unknownOutput,
  unknownPort,
  unknownRoute,
  unknownService,
  clusterNotInEnvironment,
  imageAmbiguous,
  nameTooLong,
  nameDuplicate,
  nameReserved,
  secretReserved,
  argocdClusterUnused,
  argocdTooOld,
  customWithoutCommands,
  packageManagerMismatch,
  repositoriesIdentical,
  repositoryPathInvalid,
  teamOutsideOrganization,
  architectureMismatch,
  soleOwner,
  personalAccount,
  generatorUnscoped,
  clusterRoutingAmbiguous,
  clusterUnused,
  clusterWithoutRouting,
  gatewayListenerShared,
  hostDuplicate,
  routeWithoutHosts,
  imagePullUnsupported,
  kubernetesTooOld,
  labelReserved,
  namespaceShared,
  imagePullMissing,
  serviceNotReachable,
  vaultPathShared,
  approvalWithoutGate,
  deliveryConflict,
  deliveryNeedsApproval,
  deliveryNeedsPromotion,
  promotionCycle,
  promotionImageMissing,
  autoscalingRange,
  cronScheduleInvalid,
  metadataReachable,
  metricsPublic,
  metricsUnread,
  kubernetesFieldReserved,
  mountDuplicate,
  noWorkload,
  plainTextSecret,
  secretInFile,
  podInvalid,
  podPortUnknown,
  podSecurity,
  portDuplicate,
  portExposureMismatch,
  portProtocol,
  probeHandler,
  replicasWithAutoscaling,
  resourcesRange,
  runAsRoot,
  standaloneScaled,
  tolerationInvalid,
  variableOrder,
  volumeClaim,
  volumeShared,
  embeddedDataLoss,
  extensionNotInImage,
  outputWithoutSecret,
  parametersUnused,
  secretInParameter,
  secretConflict,
  serviceUnused,
  serviceWithoutProvider,
  allowUnknown,
  extraManifestDuplicate,
  extraManifestKind,
  extraManifestReadsFile,
  notPlainData,
  patchOperationInvalid,
];
