import type { PipelineConfig, ServiceCatalog } from '../generated/pipeline-config.ts';

// Written by hand, because JSON Schema cannot express that one name refers to another.

/** The type of each auxiliary service, by its name. */
export type ServiceTypes = { [name: string]: keyof ServiceCatalog };
type NameIn<Names> = Extract<keyof NoInfer<Names>, string>;
/** The auxiliary services of a config; each type has its own fields. */
export type ServicesOf<Services extends ServiceTypes> = { [Name in keyof Services]: { type: Services[Name] } & ServiceCatalog[Services[Name]]['service'] };
/** The providers of an environment; each service accepts those of its type. */
export type ProvidersOf<Services extends ServiceTypes> = { [Name in NameIn<Services>]?: ServiceCatalog[NoInfer<Services>[Name]]['provider'] };
/** The outputs of all services: `db.url`, `cache.host`, … */
export type OutputOf<Services extends ServiceTypes> = {
  [Name in NameIn<Services>]: `${Name}.${ServiceCatalog[NoInfer<Services>[Name]]['output']}`;
}[NameIn<Services>];
/** Names of components and of services. */
export type RecreatedOf<Component extends string, Services extends ServiceTypes> = Component | NameIn<Services>;

/** Describes the pipeline of one app. The use of an unknown name is a type error. */
export function definePipeline<
  Cluster extends string,
  Component extends string,
  Environment extends string,
  Image extends string = never,
  Job extends string = never,
  CronJob extends string = never,
  Route extends string = never,
  Services extends ServiceTypes = {},
>(config: PipelineConfig<Cluster, Component, Environment, Image, Job, CronJob, Route, Services>): PipelineConfig {
  return config as never;
}
