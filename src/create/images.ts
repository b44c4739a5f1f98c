import { unsetMarker } from '../config/unset.ts';
import type { DetectedFolder } from '../detect/folder.ts';
import type { ProposedComponent } from '../detect/proposed-component.ts';
import type { PipelineConfig } from '../generated/pipeline-config.ts';
import { defaultPort } from '../languages/default-port.ts';
import { languages } from '../languages/index.ts';
import { inFolder } from '../model/names.ts';

export type Images = NonNullable<PipelineConfig['images']>;

/** One image per Dockerfile; the first one is the image of the app. */
export function imagesOf(app: string, components: readonly ProposedComponent[], { project, dockerfile, workingDirectory }: DetectedFolder): Images {
  const defaults = defaultBuild(workingDirectory?.value);
  const images: Images = {};
  const command = customCommand(app, project, components[0]?.port?.value);
  const build = {
    ...(project?.projectUnknown === true ? { project: unsetMarker } : {}),
    ...Object.fromEntries(Object.entries(project?.build ?? {}).map(([key, { value }]) => [key, value])),
  };
  const names = new Map<string, string>();
  for (const { name, buildArguments = new Map(), build: place = defaults } of components) {
    if (names.has(place.dockerfile)) continue;
    const image = names.size === 0 ? app : `${app}-${name}`.slice(0, 63).replace(/-+$/, '');
    names.set(place.dockerfile, image);
    images[image] = {
      ...(place.context === defaults.context ? {} : { context: place.context }),
      ...(place.dockerfile === defaults.dockerfile ? {} : { dockerfile: place.dockerfile }),
      ...(buildArguments.size === 0 ? {} : { args: Object.fromEntries([...buildArguments].map(([argument, { value }]) => [argument, value])) }),
      // An existing Dockerfile sets the command itself.
      ...(command === undefined || dockerfile !== undefined || image !== app ? {} : { command }),
      ...(Object.keys(build).length === 0 || dockerfile !== undefined || image !== app ? {} : { build }),
    };
  }
  return images;
}

/** Command of the image with the detected port; undefined if it is the default command of the language. */
function customCommand(app: string, project: DetectedFolder['project'], port: number | undefined): string[] | undefined {
  if (project === undefined) return undefined;
  const defaultCommand = languages[project.language].command(app, project.packageManager?.value ?? null);
  const command = (project.command?.value ?? defaultCommand).map((word) =>
    port === undefined ? word : word.replace(new RegExp(`\\b${defaultPort}$`), String(port)),
  );
  return command.join('\0') === defaultCommand.join('\0') ? undefined : command;
}

/** Default context and Dockerfile of an image. */
const defaultBuild = (workingDirectory = '.') => ({ context: workingDirectory, dockerfile: inFolder(workingDirectory, 'Dockerfile') });

export function imageName({ build }: ProposedComponent, images: Images, { workingDirectory }: DetectedFolder): string | undefined {
  const defaults = defaultBuild(workingDirectory?.value);
  const names = Object.keys(images);
  const name = names.find((each) => (images[each]?.dockerfile ?? defaults.dockerfile) === (build ?? defaults).dockerfile);
  return name === names[0] ? undefined : name;
}
