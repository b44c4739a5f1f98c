import { argocdClusterUnused, customWithoutCommands, packageManagerLanguage, repositoryPath, repositorySame } from './app.ts';
import {
  clusterRoutingAmbiguous,
  clusterWithoutEnvironment,
  clusterWithoutRouting,
  imagePullNotRenewed,
  registryNotReachable,
  serviceNotReachable,
} from './clusters.ts';
import { autoscalingRange, passwordLiteral, probeHandler, replicasWithAutoscaling, resourcesRange, standaloneScaled, variableOrder } from './components.ts';
import { cronSchedule, nothingRuns } from './cron-jobs.ts';
import { approvalWithoutGate, deliveryConflict, deliveryNeedsApproval, deliveryNeedsPromotion, promotionCycle, promotionImages } from './delivery.ts';
import { hostDuplicate, namespaceShared, routeWithoutHosts } from './environments.ts';
import { fileSecret } from './files.ts';
import { nameDuplicate, nameReserved, nameTooLong } from './names.ts';
import { manifestDuplicate, manifestKind, notPlainData, patchOperation } from './overrides.ts';
import { teamElsewhere } from './owners.ts';
import { parameterSecret, parametersUnused } from './parameters.ts';
import { portDuplicate, portExposed, portProtocol, unknownPort } from './ports.ts';
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
import { embeddedDataLoss, extensionNotInImage, outputWithoutSecret, secretConflict, serviceWithoutProvider } from './services.ts';
import { mountDuplicate, volumeClaim, volumeShared } from './volumes.ts';

/** Every rule, in the order in which docs/errors.md explains them. */
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
  customWithoutCommands,
  packageManagerLanguage,
  repositorySame,
  repositoryPath,
  teamElsewhere,
  clusterRoutingAmbiguous,
  clusterWithoutEnvironment,
  clusterWithoutRouting,
  hostDuplicate,
  routeWithoutHosts,
  imagePullNotRenewed,
  namespaceShared,
  registryNotReachable,
  serviceNotReachable,
  approvalWithoutGate,
  deliveryConflict,
  deliveryNeedsApproval,
  deliveryNeedsPromotion,
  promotionCycle,
  promotionImages,
  autoscalingRange,
  cronSchedule,
  mountDuplicate,
  nothingRuns,
  passwordLiteral,
  fileSecret,
  podSecurity,
  portDuplicate,
  portExposed,
  portProtocol,
  probeHandler,
  replicasWithAutoscaling,
  resourcesRange,
  runAsRoot,
  standaloneScaled,
  variableOrder,
  volumeClaim,
  volumeShared,
  embeddedDataLoss,
  extensionNotInImage,
  outputWithoutSecret,
  parametersUnused,
  parameterSecret,
  secretConflict,
  serviceWithoutProvider,
  manifestDuplicate,
  manifestKind,
  notPlainData,
  patchOperation,
];
