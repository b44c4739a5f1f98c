import { definitionOf } from '../../auxiliary-services/index.ts';
import type { ServiceType } from '../../model/model.ts';
import type { DetectedService } from '../detected-service.ts';
import { at, type Located } from '../located-yaml.ts';
import { readImage } from '../service-images.ts';
import { databaseOf } from '../services.ts';
import type { ComposeFile } from './compose-file.ts';
import { reasonForService } from './reasons.ts';
import { environmentOf, hostsOf, imageOf, isImplicit } from './values.ts';

interface Service {
  name: string;
  label: string;
  type: ServiceType;
  service: Located;
}

/** Reads a service with a known type. Reports what the config cannot express. */
export function readService({ path, known, addUnmapped }: ComposeFile, { name, label, type, service }: Service): DetectedService {
  const image = at(service, 'image') ?? service;
  const { name: imageName, tag } = readImage(imageOf(service, known));
  const { detection } = definitionOf(type);
  const version = detection.version(tag);
  const databases = detection.databaseVariables.map(
    (variable) => at(service, 'environment', variable)?.text ?? environmentOf(service, path, known).find(({ name: each }) => each === variable)?.value,
  );
  const database = databaseOf(type, databases.find((each) => each !== undefined) ?? '');
  const other = /^(?:postgis|timescaledb)/.test(imageName);
  if (other) addUnmapped(`services.${name}.image`, image, 'an embedded database has only PostgreSQL’s contrib extensions and pgvector: use another provider');
  if (type === 'postgresql' && version === undefined && /^(?:pg)?\d/.test(tag))
    addUnmapped(`services.${name}.image`, image, `version ${tag} is not supported: ${label} uses the default version; dump and restore the data`);
  for (const [key, value] of service.entries ?? [])
    if (key !== 'image' && !isImplicit(key, value)) addUnmapped(`services.${name}.${key}`, value, reasonForService(key));
  return {
    name: label,
    hosts: hostsOf(name, service),
    type,
    ...(version === undefined ? {} : { version }),
    ...(database === undefined ? {} : { database }),
    ...(imageName === 'pgvector' ? { extensions: ['vector'] } : {}),
    source: `${path}:${image.line}`,
  };
}
