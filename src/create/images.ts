import { unsetMarker } from '../config/unset.ts';
import type { DetectedFolder } from '../detect/folder.ts';
import type { ProposedComponent } from '../detect/proposed-component.ts';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import { defaultPort } from '../languages/default-port.ts';
import { languages } from '../languages/index.ts';
import { inFolder } from '../model/names.ts';

export type Images = NonNullable<PipelineConfig['images']>;

/** One image for each Dockerfile; the first is the app's. */
export function imagesOf(app: string, components: readonly ProposedComponent[], { project, dockerfile, workingDirectory }: DetectedFolder): Images {
  const usual = usualBuild(workingDirectory?.value);
  const images: Images = {};
  const command = unusualCommand(app, project, components[0]?.port?.value);
  const build = {
    ...(project?.projectUnknown === true ? { project: unsetMarker } : {}),
    ...Object.fromEntries(Object.entries(project?.build ?? {}).map(([key, { value }]) => [key, value])),
  };
  const names = new Map<string, string>();
  for (const { name, buildArguments = new Map(), build: place = usual } of components) {
    if (names.has(place.dockerfile)) continue;
    const image = names.size === 0 ? app : `${app}-${name}`.slice(0, 63).replace(/-+$/, '');
    names.set(place.dockerfile, image);
    images[image] = {
      ...(place.context === usual.context ? {} : { context: place.context }),
      ...(place.dockerfile === usual.dockerfile ? {} : { dockerfile: place.dockerfile }),
      ...(buildArguments.size === 0 ? {} : { args: Object.fromEntries([...buildArguments].map(([argument, { value }]) => [argument, value])) }),
      // Where there is a Dockerfile, it says itself what the image runs.
      ...(command === undefined || dockerfile !== undefined || image !== app ? {} : { command }),
      ...(Object.keys(build).length === 0 || dockerfile !== undefined || image !== app ? {} : { build }),
    };
  }
  return images;
}

/** What the image runs, where it is not what the language's first Dockerfile would run; it listens on the port that was read. */
function unusualCommand(app: string, project: DetectedFolder['project'], port: number | undefined): string[] | undefined {
  if (project === undefined) return undefined;
  const usual = languages[project.language].command(app, project.packageManager?.value ?? null);
  const command = (project.command?.value ?? usual).map((word) => (port === undefined ? word : word.replace(new RegExp(`\\b${defaultPort}$`), String(port))));
  return command.join('\0') === usual.join('\0') ? undefined : command;
}

/** What an image of the config is built from where it does not say. */
const usualBuild = (workingDirectory = '.') => ({ context: workingDirectory, dockerfile: inFolder(workingDirectory, 'Dockerfile') });

export function imageName({ build }: ProposedComponent, images: Images, { workingDirectory }: DetectedFolder): string | undefined {
  const usual = usualBuild(workingDirectory?.value);
  const names = Object.keys(images);
  const name = names.find((each) => (images[each]?.dockerfile ?? usual.dockerfile) === (build ?? usual).dockerfile);
  return name === names[0] ? undefined : name;
}
