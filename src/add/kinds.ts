import type { AddKind } from '../command-line/add-options.ts';
import { clusterKind } from './cluster.ts';
import { componentKind } from './component.ts';
import { environmentKind } from './environment.ts';
import { cronJobKind, jobKind } from './job.ts';
import type { Kind } from './kind.ts';
import { routeKind } from './route.ts';
import { serviceKind } from './service.ts';

export const kinds: Record<AddKind, Kind> = {
  environment: environmentKind,
  cluster: clusterKind,
  component: componentKind,
  job: jobKind,
  'cron-job': cronJobKind,
  service: serviceKind,
  route: routeKind,
};
