import type { ServiceType } from '../model/model.ts';

/** An auxiliary service: its name in the config, and its hosts in the files of the app. */
export interface DetectedService {
  name: string;
  hosts: readonly string[];
  type: ServiceType;
  version?: string;
  database?: string;
  /** Query parameters of its URL; `Inside` for the embedded service of dev, `Elsewhere` for external ones. */
  parameters?: Readonly<Record<string, string>>;
  parametersInside?: Readonly<Record<string, string>>;
  parametersElsewhere?: Readonly<Record<string, string>>;
  /** Port of a custom service. */
  port?: number;
  /** PostgreSQL extensions that its image includes. */
  extensions?: readonly string[];
  source: string;
}
