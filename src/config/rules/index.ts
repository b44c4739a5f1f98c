import { argocdClusterUnused, customWithoutCommands, packageManagerLanguage, repositorySame } from './app.ts';
import { clusterRoutingAmbiguous, clusterWithoutEnvironment, clusterWithoutRouting, imagePullNotRenewed, registryNotReachable } from './clusters.ts';
import {
  autoscalingRange,
  mountDuplicate,
  passwordLiteral,
  probeHandler,
  replicasWithAutoscaling,
  resourcesRange,
  standaloneScaled,
  variableOrder,
  volumeShared,
} from './components.ts';
import { approvalWithoutGate, deliveryConflict, deliveryNeedsApproval, deliveryNeedsPromotion, promotionCycle, promotionImages } from './delivery.ts';
import { hostDuplicate, namespaceShared, routeWithoutHosts } from './environments.ts';
import { nameDuplicate, nameReserved, nameTooLong } from './names.ts';
import { manifestDuplicate, manifestKind, notPlainData, patchOperation } from './overrides.ts';
import { portDuplicate, portProtocol, unknownPort } from './ports.ts';
import {
  clusterNotInEnvironment,
  imageAmbiguous,
  unknownCluster,
  unknownComponent,
  unknownEnvironment,
  unknownImage,
  unknownJob,
  unknownOutput,
  unknownRoute,
  unknownService,
} from './references.ts';
import type { Rule } from './rule.ts';
import { secretReserved } from './secrets.ts';
import { embeddedDataLoss, extensionNotInImage, outputWithoutSecret, secretConflict, serviceWithoutProvider } from './services.ts';

/** Every rule, in the order in which docs/errors.md explains them. */
export const rules: readonly Rule[] = [
  unknownCluster,
  unknownComponent,
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
  clusterRoutingAmbiguous,
  clusterWithoutEnvironment,
  clusterWithoutRouting,
  hostDuplicate,
  routeWithoutHosts,
  imagePullNotRenewed,
  namespaceShared,
  registryNotReachable,
  approvalWithoutGate,
  deliveryConflict,
  deliveryNeedsApproval,
  deliveryNeedsPromotion,
  promotionCycle,
  promotionImages,
  autoscalingRange,
  mountDuplicate,
  passwordLiteral,
  portDuplicate,
  portProtocol,
  probeHandler,
  replicasWithAutoscaling,
  resourcesRange,
  standaloneScaled,
  variableOrder,
  volumeShared,
  embeddedDataLoss,
  extensionNotInImage,
  outputWithoutSecret,
  secretConflict,
  serviceWithoutProvider,
  manifestDuplicate,
  manifestKind,
  notPlainData,
  patchOperation,
];
