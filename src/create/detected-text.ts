import type { DetectedFolder } from '../detect/folder.ts';
import type { HealthCheck } from '../detect/health-check.ts';
import type { ProposedValue } from '../detect/variables.ts';
import { languages } from '../languages/index.ts';
import { printable } from '../text/printable.ts';

type Row = readonly [name: string, value: string, source: string];

/** Detected values with their file and line, then what the config cannot express. Empty if nothing was detected. */
export function detectedText(detected: DetectedFolder): string {
  const rows = [...projectRows(detected), ...serviceRows(detected), ...componentRows(detected), ...repositoryRows(detected)];
  const lost = detected.unmapped.filter(({ data }) => data);
  const unmapped = detected.unmapped.filter(({ data }) => !data);
  return [
    rows.length === 0 ? '' : `Detected in this folder\n${table(rows)}\n`,
    unmappedText('Data that is lost with each pod until you configure a volume', lost),
    unmappedText('Not carried over', unmapped),
  ].join('');
}

function unmappedText(title: string, unmapped: DetectedFolder['unmapped']): string {
  return unmapped.length === 0 ? '' : `${title}\n${unmapped.map(({ key, reason, source }) => `  ${printable(`${source}  ${key}: ${reason}`)}\n`).join('')}\n`;
}

function projectRows({ project, otherLanguages, appFolder, workingDirectory, dockerfile, components: [first] }: DetectedFolder): Row[] {
  return [
    ...row('app folder', workingDirectory ?? appFolder),
    ...(project === undefined
      ? []
      : [
          ...row('language', { value: languages[project.language].title, source: project.source }),
          ...row('version', project.versions),
          ...row('package manager', project.packageManager),
          ...row('package manager version', project.packageManagerVersion),
          ...Object.entries(project.commands).flatMap(([command, fact]) => row(command, fact)),
          ...row('command', project.command),
          ...(dockerfile === undefined ? buildRows(project) : []),
          ...(first?.port === undefined ? row('port', project.port) : []),
          ...(first?.health === undefined ? row('health path', project.health) : []),
        ]),
    ...otherLanguages.flatMap(({ language, source }) => row('ignored', { value: languages[language].title, source })),
  ];
}

/** Inputs of the generated Dockerfile. */
function buildRows({ build = {} }: NonNullable<DetectedFolder['project']>): Row[] {
  return [
    ...row('project', build.project),
    ...row('packages', build.packages),
    ...row('installs from', build.installFrom),
    ...row('assets', build.assets && { value: 'built with Node', source: build.assets.source }),
  ];
}

function serviceRows({ services }: DetectedFolder): Row[] {
  return services.flatMap(({ name, type, version, source }) => row(`service ${name}`, { value: version === undefined ? type : `${type} ${version}`, source }));
}

function componentRows({ components }: DetectedFolder): Row[] {
  return components.flatMap((component) => {
    const {
      name,
      source,
      build,
      published,
      once,
      port,
      health,
      command,
      args,
      replicas,
      gracePeriod,
      resources,
      user,
      writablePaths,
      volumes = [],
      dockerfile,
      buildArguments,
      env,
    } = component;
    return [
      ...row(`${once ? 'job' : 'component'} ${name}`, {
        value: dockerfile === undefined ? (published?.value ?? build?.dockerfile ?? '') : dockerfile.path,
        source,
      }),
      ...row('port', port),
      ...row('health path', health && { value: healthText(health.value), source: health.source }),
      ...row(
        'user',
        user ??
          dockerfile?.userVariable ??
          (dockerfile?.uid && { value: `${dockerfile.user?.value} (${dockerfile.uid.value})`, source: dockerfile.uid.source }) ??
          dockerfile?.user,
      ),
      ...row('command', command),
      ...row('args', args),
      ...row('replicas', replicas),
      ...row('grace period in seconds', gracePeriod),
      ...row('resources', resources && { value: resourcesText(resources.value), source: resources.source }),
      ...row('writable paths', writablePaths),
      ...volumes.flatMap(({ value, source }) => row(`volume ${value.name}`, { value: value.path, source })),
      ...[...(buildArguments ?? [])].flatMap(([argument, fact]) => row(`build ${argument}`, fact)),
      ...[...env].flatMap(([variable, fact]) => row(variable, { value: describe(fact.value), source: fact.source })),
    ];
  });
}

function repositoryRows({ github, tools }: DetectedFolder): Row[] {
  return [
    ...row('registry', github.registry),
    ...row('owners', github.owners),
    ...row('ignore files', tools.ignoreFiles && { ...tools.ignoreFiles, value: tools.ignoreFiles.value.join(' ') }),
    ...row('tests run in', github.ci && { value: github.ci.source, source: github.ci.source }),
  ];
}

function healthText({ path, port, secure }: HealthCheck): string {
  return secure ? `https on ${port ?? 'its port'}, ${path}` : path;
}

function resourcesText({ requests = {}, limits = {} }: NonNullable<DetectedFolder['components'][number]['resources']>['value']): string {
  return [...Object.entries(requests).map((pair) => `request ${pair.join(' ')}`), ...Object.entries(limits).map((pair) => `limit ${pair.join(' ')}`)].join(
    ', ',
  );
}

/** Shortens long values; the source shows where to read the rest. */
function describe(proposed: ProposedValue): string {
  switch (proposed.kind) {
    case 'plain':
      return proposed.value.length > 40 ? `${proposed.value.slice(0, 39)}…` : proposed.value;
    case 'output':
      return `from ${proposed.service}.${proposed.output}`;
    case 'component':
      return `the Service of ${proposed.component}`;
    case 'secret':
      return 'a key of a Secret';
    case 'unset':
      return 'to fill in';
  }
}

function row(name: string, fact: { value: unknown; source: string } | undefined): Row[] {
  return fact === undefined ? [] : [[name, fact.value === '' ? 'none' : printable([fact.value].flat().join(' ').replaceAll('\n', '; ')), fact.source]];
}

function table(rows: readonly Row[]): string {
  const width = (column: 0 | 1) => Math.max(...rows.map((each) => each[column].length));
  const [first, second] = [width(0), width(1)];
  return rows.map(([name, value, source]) => `  ${name.padEnd(first)}  ${value.padEnd(second)}  ${source}\n`).join('');
}
