import type { ServiceType } from '../model/model.ts';

/** An auxiliary service by the name that the config gets, and the hosts by which the app's own files know it. */
export interface DetectedService {
  name: string;
  hosts: readonly string[];
  type: ServiceType;
  version?: string;
  database?: string;
  /** Of its URL; `Inside` of what dev runs itself, `Elsewhere` of what others run. */
  parameters?: Readonly<Record<string, string>>;
  parametersInside?: Readonly<Record<string, string>>;
  parametersElsewhere?: Readonly<Record<string, string>>;
  /** Of one that the config knows by address alone. */
  port?: number;
  /** Of PostgreSQL, which its image has for the app. */
  extensions?: readonly string[];
  source: string;
}
