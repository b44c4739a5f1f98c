/** Mistakes in the design's own config. Each names the code, the place (between « and ») and what the remedy says. */
import type { ErrorCode } from '../../src/problems/errors.ts';

export interface BadConfig {
  /** Texts of test/fixtures/editor.config.ts and what stands there instead. */
  changes: [find: string, replacement: string][];
  /** One for each problem, in the order of their places. */
  problems: { code: ErrorCode; message: RegExp; hint?: RegExp }[];
}

const one = (code: ErrorCode, message: RegExp, hint: RegExp | undefined, ...changes: [string, string][]): BadConfig => ({
  changes,
  problems: [{ code, message, ...(hint === undefined ? {} : { hint }) }],
});

const approval = "approval: { by: 'pull-request', reviewers: ['@acme/platform'] }";
const worker = "worker: { image: 'worker', command: ['node', 'worker.js'] }";
const devLine = "clusters: ['dev-eu'],\n      mode: 'standalone',";

export const badConfigs: Record<string, BadConfig> = {
  // data that is no plain data
  'a map': one('NOT_PLAIN_DATA', /components\.worker\.env is a Map; a config holds plain data/, /Object\.fromEntries/, [
    worker,
    "worker: { image: 'worker', env: «new Map([['A', 'b']]) as never» }",
  ]),
  'a path of the config repository in the app repository': one('REPOSITORY_PATH_INVALID', /is '\.\/config', in the app repository/, /'\.\.\/shop-config'/, [
    "path: '../shop-config'",
    "path: «'./config'»",
  ]),
  'a path that only this machine has': one('REPOSITORY_PATH_INVALID', /is '\/home\/ada\/config', which is on this machine alone/, /relative/, [
    "path: '../shop-config'",
    "path: «'/home/ada/config'»",
  ]),
  'a bigint': one('NOT_PLAIN_DATA', /containerPort is a bigint/, /Write 8080/, ['containerPort: 8080', 'containerPort: «8080n as never»']),
  'a text that is read in another direction': one('WRONG_VALUE', /LOG_LEVEL has the character U\+202E/, /Remove it/, [
    "LOG_LEVEL: 'info'",
    "LOG_LEVEL: «'in\\u202Efo'»",
  ]),
  'half of a character': one('WRONG_VALUE', /LOG_LEVEL has the character U\+D800/, /Remove it/, ["LOG_LEVEL: 'info'", "LOG_LEVEL: «'\\uD800'»"]),
  // the schema
  'an unknown field': one(
    'UNKNOWN_FIELD',
    /environments\.prod\.approvl does not exist\. Did you mean 'approval'\?/,
    /Fields of environments\.prod: clusters, mode/,
    ['approval: { by', '«approvl»: { by'],
  ),
  'a mistyped field that is required': one('UNKNOWN_FIELD', /registry\.regoin does not exist\. Did you mean 'region'\?/, /account/, [
    "region: 'eu-west-1'",
    "«regoin»: 'eu-west-1'",
  ]),
  'a missing field': one('MISSING_FIELD', /clusters\['dev-eu'\]\.location is missing/, /Where it runs\. For example: location: 'cloud'/, [
    "'dev-eu': { location: 'cloud', gateway",
    "«'dev-eu'»: { gateway",
  ]),
  'a wrong choice': one('WRONG_VALUE', /environments\.prod\.sync is 'manul'; choices are 'automatic', 'manual'\. Did you mean 'manual'\?/, /Who applies/, [
    "sync: 'manual'",
    "sync: «'manul'»",
  ]),
  'a number for a version': one('WRONG_TYPE', /auxiliaryServices\.db\.version is 17; it must be a string/, /in quotes.*'17'/, [
    "version: '17'",
    'version: «17»',
  ]),
  'a number that has lost a zero': one(
    'WRONG_TYPE',
    /kubernetesVersion is 1\.4; it must be a string/,
    /in quotes.*: '1\.4', or '1\.40' where that stands there$/,
    ["'dev-eu': { location: 'cloud',", "'dev-eu': { location: 'cloud', kubernetesVersion: «1.40»,"],
  ),
  'a command in one text': one('WRONG_TYPE', /worker\.command is 'node worker\.js'; it must be an array/, /in brackets: \['node', 'worker\.js'\]$/, [
    "command: ['node', 'worker.js']",
    "command: «'node worker.js'»",
  ]),
  'a command for a shell in one text': one('WRONG_TYPE', /worker\.command is/, /in brackets: \['sh', '-c', 'a \|\| b'\], as only a shell can read it$/, [
    "command: ['node', 'worker.js']",
    "command: «'a || b'»",
  ]),
  'one owner in one text': one('WRONG_TYPE', /app\.owners is '@acme\/shop'/, /in brackets: \['@acme\/shop'\]$/, [
    "owners: ['@acme/shop']",
    "owners: «'@acme/shop'»",
  ]),
  'a number for a variable': one('WRONG_TYPE', /LOG_LEVEL is 3; it is a string or \{ from \} or \{ secretKeyRef \}/, /in quotes: '3'/, [
    "LOG_LEVEL: 'info'",
    'LOG_LEVEL: «3»',
  ]),
  'a string for a port': one('WRONG_TYPE', /containerPort is '8080'; it must be a whole number/, /without quotes: 8080/, [
    'containerPort: 8080',
    "containerPort: «'8080'»",
  ]),
  'a string for an array': one('WRONG_TYPE', /app\.owners is '@acme\/shop'; it must be an array/, /brackets: \['@acme\/shop'\]/, [
    "owners: ['@acme/shop']",
    "owners: «'@acme/shop'»",
  ]),
  'a number out of range': one('WRONG_VALUE', /replicas is -1; it must be from 0 to 1000/, /Number of pods/, [
    'web: { replicas: 3 }',
    'web: { replicas: «-1» }',
  ]),
  'a text of another form': one(
    'WRONG_VALUE',
    /registry\.account is '1234', which is not valid/,
    /Expected: AWS account id, twelve digits, for example '123456789012'/,
    ["account: '123456789012'", "account: «'1234'»"],
  ),
  'a path out of the repository': one('WRONG_VALUE', /images\.worker\.dockerfile is '\.\.\/Dockerfile', which is not valid/, /without \. and \.\./, [
    "'worker/Dockerfile'",
    "«'../Dockerfile'»",
  ]),
  'a package that a shell would read': one('WRONG_VALUE', /generator\.package is 'x; curl evil', which is not valid/, /Name of the package/, [
    '  images: {',
    "  generator: { package: «'x; curl evil'» },\n  images: {",
  ]),
  'a host with a scheme': one('WRONG_VALUE', /hosts\[0\] is 'https:\/\/shop\.example\.com'/, undefined, [
    "['shop.example.com']",
    "[«'https://shop.example.com'»]",
  ]),
  'a name that Kubernetes refuses': one(
    'INVALID_NAME',
    /'Worker_1' in components is no valid name/,
    /lower-case letters, digits and hyphens/,
    [worker, "«Worker_1»: { image: 'worker' }"],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'an empty list of reviewers': one('WRONG_VALUE', /approval\.reviewers is empty/, /who approve/, ["reviewers: ['@acme/platform']", 'reviewers: «[]»']),
  'an environment with no cluster': one('WRONG_VALUE', /environments\.dev\.clusters is empty/, /order/, ["clusters: ['dev-eu']", 'clusters: «[]»']),
  'a cluster twice': one('DUPLICATE_ITEM', /clusters\[2\] is 'prod-dc1' a second time/, /Remove/, [
    "['prod-dc1', 'prod-eu']",
    "['prod-dc1', 'prod-eu', «'prod-dc1'»]",
  ]),
  'a provider of another type': one('SERVICE_PROVIDER_UNSUPPORTED', /cache\.provider is 'operator'; providers of redis are 'embedded', 'external'/, undefined, [
    "cache: { provider: 'embedded', dataLoss",
    "cache: { provider: «'operator'», dataLoss",
  ]),
  'a provider that nobody has': one(
    'SERVICE_PROVIDER_UNSUPPORTED',
    /db\.provider is 'embeded'; providers of postgresql are .* Did you mean 'embedded'\?/,
    undefined,
    ["db: { provider: 'embedded' }", "db: { provider: «'embeded'» }"],
  ),
  'a field of another provider': one('UNKNOWN_FIELD', /db\.host does not exist/, /provider, storage, instances/, [
    "db: { provider: 'operator' }",
    "db: { provider: 'operator', «host»: 'db' }",
  ]),
  'a provider without its host': one('MISSING_FIELD', /auxiliaryServices\.cache\.host is missing/, /Host name/, [
    "cache: { provider: 'external', host: 'shop.abc.euw1.cache.amazonaws.com' }",
    "«cache»: { provider: 'external' }",
  ]),
  'a way to pull that does not exist': one(
    'UNKNOWN_FIELD',
    /imagePull\.externalSecret does not exist\. Did you mean 'externalSecrets'\?/,
    /'node' or \{ secret \}/,
    ["imagePull: { externalSecrets: 'aws' }", "imagePull: { «externalSecret»: 'aws' }"],
  ),
  'a mistake of the schema, and a name of nothing': {
    changes: [
      ['containerPort: 8080', "containerPort: «'8080'»"],
      ["clusters: ['dev-eu']", "clusters: [«'dev-us'»]"],
    ],
    problems: [
      { code: 'WRONG_TYPE', message: /containerPort is '8080'/ },
      { code: 'UNKNOWN_CLUSTER', message: /'dev-us'/ },
    ],
  },
  'a language by another name': one('WRONG_VALUE', /app\.language is 'nodejs'; .*Did you mean 'node'\?/, undefined, [
    "language: 'node'",
    "language: «'nodejs'»",
  ]),
  'several mistakes of the schema': {
    changes: [
      ["language: 'node'", "language: «'cobol'»"],
      ["location: 'on-premise'", "location: «'on-prem'»"],
      ["by: 'pull-request'", "by: «'email'»"],
    ],
    problems: [
      { code: 'WRONG_VALUE', message: /app\.language is 'cobol'; choices are 'node'/ },
      { code: 'WRONG_VALUE', message: /location is 'on-prem'; choices are 'cloud', 'on-premise'\. Did you mean 'on-premise'\?/ },
      { code: 'WRONG_VALUE', message: /approval\.by is 'email'/ },
    ],
  },
  'mistakes of the schema, of names and of rules': {
    changes: [
      ["location: 'on-premise'", "location: «'on-prem'»"],
      ["cluster: 'prod-eu' }", "cluster: «'prod-ue'» }"],
      ["public: { hosts: ['shop.example.com'] }", "public: { hosts: [«'shop.dev.example.com'»] }"],
      ["CACHE_URL: { from: 'cache.url' }", "CACHE_URL: { from: 'cache.url' }, API_TOKEN: «'ghp_0123456789abcdefghijABCDEFGHIJ012345'»"],
    ],
    problems: [
      { code: 'UNKNOWN_CLUSTER', message: /Did you mean 'prod-eu'/ },
      { code: 'WRONG_VALUE', message: /location is 'on-prem'/ },
      { code: 'PLAIN_TEXT_SECRET', message: /API_TOKEN is a secret in plain text/ },
      { code: 'HOST_DUPLICATE', message: /a host of environment 'dev' too/ },
    ],
  },
  'mistakes of the schema, and what no output and no way to prod is besides': {
    changes: [
      ["CACHE_HOST: { from: 'cache.host' }", "CACHE_HOST: { from: «'cache.hots'» }"],
      ['web: { replicas: 3 }', "web: { replicas: «'3'» }"],
      ["promoteFrom: 'dev',", "promoteFrom: «'prod'»,"],
      [`      ${approval},\n`, ''],
      ["delivery: 'continuous-delivery'", "delivery: «'continuous-delivery'»"],
    ],
    problems: [
      { code: 'UNKNOWN_OUTPUT', message: /Did you mean 'host'/ },
      { code: 'DELIVERY_NEEDS_APPROVAL', message: /nobody approves it/ },
      { code: 'PROMOTION_CYCLE', message: /is promoted from itself/ },
      { code: 'WRONG_TYPE', message: /replicas is '3'/ },
    ],
  },
  'a type that does not exist, and an output of another': {
    changes: [
      ["type: 'postgresql'", "type: «'postgres'»"],
      ["CACHE_HOST: { from: 'cache.host' }", "CACHE_HOST: { from: «'cache.hots'» }"],
    ],
    problems: [
      { code: 'UNKNOWN_OUTPUT', message: /Did you mean 'host'/ },
      { code: 'WRONG_VALUE', message: /Did you mean 'postgresql'/ },
    ],
  },
  'a delivery that is mistyped, and no field that has no effect with it': one('WRONG_VALUE', /delivery is 'continuous-delivry'/, undefined, [
    "delivery: 'continuous-delivery'",
    "delivery: «'continuous-delivry'»",
  ]),
  'an approval whose groups are mistyped, and nobody who may not sync': one(
    'WRONG_VALUE',
    /approval\.groups is empty/,
    undefined,
    [approval, "approval: { by: 'argo-cd', reviewers: ['@ada'], groups: «[]» }"],
    ["owners: ['@acme/shop']", "owners: ['@ada']"],
  ),
  'an unknown field, and no rule that may only miss it': one('UNKNOWN_FIELD', /httpget does not exist\. Did you mean 'httpGet'/, undefined, [
    'readinessProbe: { httpGet:',
    'readinessProbe: { «httpget»:',
  ]),
  'a route whose path is mistyped, and no host that is taken': one(
    'UNKNOWN_FIELD',
    /routes\.api\.pth does not exist\. Did you mean 'path'/,
    undefined,
    [
      "routes: { public: { component: 'web', port: 'http' } }",
      "routes: { public: { component: 'web', port: 'http' }, api: { component: 'web', port: 'http', «pth»: '/api' } }",
    ],
    ["routes: { public: { hosts: ['shop.example.com'] } }", "routes: { public: { hosts: ['shop.example.com'] }, api: { hosts: ['shop.example.com'] } }"],
  ),
  'a port whose protocol is mistyped, and no number that is taken': one(
    'UNKNOWN_FIELD',
    /ports\.dns\.protocl does not exist\. Did you mean 'protocol'/,
    undefined,
    ['ports: { http: { containerPort: 8080 } }', "ports: { dns: { containerPort: 8080, «protocl»: 'UDP' }, http: { containerPort: 8080 } }"],
  ),
  'an operation that does not exist, and no value that it does not read': one('WRONG_VALUE', /operations\[0\]\.op is 'set'; choices are 'add'/, undefined, [
    '  monitoring: {',
    "  patches: [{ output: 'config/chart-values', operations: [{ op: «'set'», path: '/x', value: 1 }] }],\n  monitoring: {",
  ]),
  'an app without a name, and nothing that is named after it': one(
    'UNKNOWN_FIELD',
    /app\.nmae does not exist\. Did you mean 'name'/,
    undefined,
    ["app: { name: 'shop'", "app: { «nmae»: 'shop'"],
    ["LOG_LEVEL: 'info'", "API_TOKEN: 'ghp_0123456789abcdefghijABCDEFGHIJ012345'"],
    ['images: { shop: {}, worker: ', 'images: { worker: '],
    [worker, "worker: { image: 'worker' }, db: { image: 'worker' }"],
  ),
  'an app whose image cannot be known': one(
    'UNKNOWN_FIELD',
    /app\.nmae does not exist/,
    undefined,
    ["app: { name: 'shop'", "app: { «nmae»: 'shop'"],
    ["  images: { shop: {}, worker: { dockerfile: 'worker/Dockerfile' } },\n", ''],
    [worker, "worker: { image: 'shop' }"],
  ),
  'a hole in a list': one('WRONG_TYPE', /clusters\[1\] is undefined; it must be a string/, undefined, ["clusters: ['dev-eu'],", "clusters: ['dev-eu',« »,],"]),
  'a getter that throws': one('NOT_PLAIN_DATA', /LOG_LEVEL is a getter that threw Error: boom/, /Write its value/, [
    "LOG_LEVEL: 'info'",
    "get «LOG_LEVEL»(): string { throw new Error('boom'); }",
  ]),
  // names that refer to something
  'an unknown cluster': one(
    'UNKNOWN_CLUSTER',
    /^environments\.prod\.clusters\[1\] is 'prod-dc2'; clusters are 'dev-eu', 'prod-dc1', 'prod-eu'\. Did you mean 'prod-dc1'\?$/,
    undefined,
    ["['prod-dc1', 'prod-eu']", "['prod-dc1', «'prod-dc2'»]"],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'an unknown cluster, and no override of the one that may be meant': one('UNKNOWN_CLUSTER', /Did you mean 'prod-dc1'\?$/, undefined, [
    "['prod-dc1', 'prod-eu']",
    "[«'prod-dc2'», 'prod-eu']",
  ]),
  'an unknown hub': one('UNKNOWN_CLUSTER', /argocd\.cluster is 'hub'/, undefined, ["cluster: 'prod-eu' }", "cluster: «'hub'» }"]),
  'an override of a cluster that is elsewhere': one(
    'CLUSTER_NOT_IN_ENVIRONMENT',
    /overrides 'dev-eu', but is not on it/,
    /Add 'dev-eu' to environments\.prod\.clusters/,
    ["        'prod-eu': { components", "        «'dev-eu'»: { components"],
  ),
  'an unknown component': one(
    'UNKNOWN_COMPONENT',
    /environments\.prod\.components has 'wbe'; components are 'web', 'worker'\. Did you mean 'web'\?/,
    undefined,
    ['components: { web: { replicas: 3 } }', 'components: { «wbe»: { replicas: 3 } }'],
  ),
  'a route to an unknown component': one('UNKNOWN_COMPONENT', /routes\.public\.component is 'webb'/, undefined, [
    "public: { component: 'web'",
    "public: { component: «'webb'»",
  ]),
  'an unknown environment': one('UNKNOWN_ENVIRONMENT', /promoteFrom is 'staging'; environments are 'dev', 'prod'/, undefined, [
    "promoteFrom: 'dev'",
    "promoteFrom: «'staging'»",
  ]),
  'an unknown image': one('UNKNOWN_IMAGE', /image is 'wroker'; images are 'shop', 'worker'\. Did you mean 'worker'\?/, undefined, [
    "worker: { image: 'worker'",
    "worker: { image: «'wroker'»",
  ]),
  'an unknown job': one(
    'UNKNOWN_JOB',
    /has 'migrat'; jobs are 'migrate'\. Did you mean 'migrate'\?/,
    undefined,
    ['  monitoring: {', "  jobs: { migrate: { image: 'shop' } },\n  monitoring: {"],
    ['      components: { web: { replicas: 3 } },', '      components: { web: { replicas: 3 } },\n      jobs: { «migrat»: { backoffLimit: 0 } },'],
  ),
  'a job of an unknown image': one('UNKNOWN_IMAGE', /jobs\.migrate\.image is 'shp'; images are 'shop', 'worker'/, undefined, [
    '  monitoring: {',
    "  jobs: { migrate: { image: «'shp'» } },\n  monitoring: {",
  ]),
  'a job of the name of a component': one('NAME_DUPLICATE', /components\.worker and jobs\.worker both make the workload 'shop-worker'/, undefined, [
    '  monitoring: {',
    "  jobs: { «worker»: { image: 'shop' } },\n  monitoring: {",
  ]),
  'a Secret that an operator makes': one('NAME_RESERVED', /cannot be 'shop-db-app': the operator of 'db' makes it/, /from: 'db\.password'/, [
    "{ secretKeyRef: { name: 'shop-smtp', key: 'password' } }",
    "{ secretKeyRef: { name: «'shop-db-app'», key: 'password' } }",
  ]),
  'a password of a job': one('PLAIN_TEXT_SECRET', /jobs\.migrate\.env\.DB_PASSWORD is a secret in plain text/, undefined, [
    '  monitoring: {',
    "  jobs: { migrate: { image: 'shop', env: { DB_PASSWORD: «'hunter2'» } } },\n  monitoring: {",
  ]),
  'a secret build argument': one('PLAIN_TEXT_SECRET', /^(?!.*hunter2).*images\.shop\.args\.NPM_TOKEN is a secret/, /--mount=type=secret/, [
    'images: { shop: {}',
    "images: { shop: { args: { NPM_TOKEN: «'hunter2'» } }",
  ]),
  'an unknown route': one('UNKNOWN_ROUTE', /has 'pubic'; routes are 'public'/, undefined, [
    "routes: { public: { hosts: ['shop.example.com'] } }",
    "routes: { «pubic»: { hosts: ['shop.example.com'] } }",
  ]),
  'an unknown service': one('UNKNOWN_SERVICE', /from is 'dbs\.url'; auxiliary services are 'db', 'cache'/, undefined, [
    "{ from: 'db.url' }",
    "{ from: «'dbs.url'» }",
  ]),
  'an unknown output': one('UNKNOWN_OUTPUT', /is 'db\.hots'; outputs of postgresql are .* Did you mean 'host'\?/, undefined, [
    "{ from: 'db.url' }",
    "{ from: «'db.hots'» }",
  ]),
  'an unknown port': one('UNKNOWN_PORT', /httpGet\.port is 'htp'; ports of 'web' are 'http'\. Did you mean 'http'\?/, undefined, [
    "path: '/healthz', port: 'http'",
    "path: '/healthz', port: «'htp'»",
  ]),
  'a probe of a component without ports': one('UNKNOWN_PORT', /component 'worker' has no ports/, /exec probe/, [
    worker,
    "worker: { image: 'worker', livenessProbe: { httpGet: { path: '/', port: «'http'» } } }",
  ]),
  'a route to a component without ports': one('UNKNOWN_PORT', /routes\.public\.port is 'http'; component 'worker' has no ports/, undefined, [
    "component: 'web', port: 'http'",
    "component: 'worker', port: «'http'»",
  ]),
  'an image that is not named': one(
    'IMAGE_AMBIGUOUS',
    /components\.web has no image; images are 'site', 'worker'/,
    /image: 'site'/,
    ['images: { shop: {}', 'images: { site: {}'],
    ['    web: {\n', '    «web»: {\n'],
  ),
  // names
  'a name that is too long': {
    changes: [
      ['    dev: {\n', `    «${'development'.repeat(4)}»: {\n`],
      ["promoteFrom: 'dev'", `promoteFrom: '${'development'.repeat(4)}'`],
      ["name: 'shop', language", "name: 'shop-of-the-world', language"],
      ['images: { shop: {}', "images: { 'shop-of-the-world': {}"],
    ],
    problems: [{ code: 'NAME_TOO_LONG', message: /the Argo CD Application 'shop-of-the-world-.*-dev-eu' has 69 characters; at most 63/, hint: /Shorten/ }],
  },
  'an app with a long name': one('NAME_TOO_LONG', /app\.name has 60 characters; at most 40/, undefined, [
    "name: 'shop', language",
    `name: «'${'shop'.repeat(15)}'», language`,
  ]),
  'two clusters of one name': one(
    'NAME_DUPLICATE',
    /both make the cluster of Argo CD 'PROD-EU'/,
    /Rename/,
    ["'dev-eu': { location: 'cloud'", "'dev-eu': { location: 'cloud', name: 'prod-eu'"],
    ["'prod-eu': { location: 'cloud'", "'prod-eu': { «name»: 'PROD-EU', location: 'cloud'"],
  ),
  'a component that is called like a service': one(
    'NAME_DUPLICATE',
    /components\.db and auxiliaryServices\.db both make the workload 'shop-db'/,
    undefined,
    [worker, "db: { image: 'worker' }"],
    ['auxiliaryServices: { db: { type', 'auxiliaryServices: { «db»: { type'],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'a component that is called like a Service of an operator': one(
    'NAME_DUPLICATE',
    /components\['db-rw'\] and auxiliaryServices\.db both make the workload 'shop-db-rw'/,
    undefined,
    [worker, "'db-rw': { image: 'worker' }"],
    ['auxiliaryServices: { db: { type', 'auxiliaryServices: { «db»: { type'],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'a name that Windows keeps': one(
    'NAME_RESERVED',
    /'aux' cannot be a name in components: Windows/,
    /another name/,
    [worker, "«aux»: { image: 'worker' }"],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'an app that Windows keeps': {
    changes: [
      ["name: 'shop', language", "name: «'con'», language"],
      ['images: { shop: {}', 'images: { «con»: {}'],
    ],
    problems: [
      { code: 'NAME_RESERVED', message: /'con' cannot be the name in app: Windows/, hint: /another name/ },
      { code: 'NAME_RESERVED', message: /'con' cannot be a name in images: Windows/ },
    ],
  },
  'an environment that Windows keeps': one(
    'NAME_RESERVED',
    /'nul' cannot be a name in environments: Windows/,
    /another name/,
    ['    dev: {', '    «nul»: {'],
    ["promoteFrom: 'dev'", "promoteFrom: 'nul'"],
  ),
  'an app that is called shared': one(
    'NAME_RESERVED',
    /'shared' cannot be the name/,
    undefined,
    ["name: 'shop', language", "name: «'shared'», language"],
    ['images: { shop: {}', 'images: { shared: {}'],
  ),
  // app, repositories, Argo CD
  'one repository for both': one('REPOSITORIES_IDENTICAL', /is 'Acme\/Shop', the app repository itself/, /of its own/, [
    "slug: 'acme/shop-config'",
    "slug: «'Acme/Shop'»",
  ]),
  'a language without commands': one('CUSTOM_WITHOUT_COMMANDS', /CI would test nothing/, /make test/, ["language: 'node'", "language: «'custom'»"]),
  'a package manager of another language': one('PACKAGE_MANAGER_MISMATCH', /is 'uv', but app\.language is 'node'/, /npm, pnpm, yarn/, [
    'registry: {',
    "ci: { packageManager: «'uv'» },\n  registry: {",
  ]),
  'a hub without topology hub': one('ARGOCD_CLUSTER_UNUSED', /there is no hub/, /topology: 'hub'/, [
    "topology: 'hub', cluster: 'prod-eu'",
    "topology: 'per-cluster', «cluster»: 'prod-eu'",
  ]),
  // clusters and environments
  'a cluster without a way in': one(
    'CLUSTER_WITHOUT_ROUTING',
    /'dev-eu' has neither gateway nor ingressClassName, but environments\.dev\.routes\.public is served there/,
    /Add gateway/,
    ["'dev-eu': { location: 'cloud', gateway: { name: 'dev', namespace: 'gateways' } }", "«'dev-eu'»: { location: 'cloud' }"],
  ),
  'a cluster with two ways in': one('CLUSTER_ROUTING_AMBIGUOUS', /has both gateway and ingressClassName/, /Keep gateway/, [
    "gateway: { name: 'dev', namespace: 'gateways' }",
    "gateway: { name: 'dev', namespace: 'gateways' }, «ingressClassName»: 'nginx'",
  ]),
  'a host of two environments': one('HOST_DUPLICATE', /is 'shop\.dev\.example\.com', a host of environment 'dev' too/, /own host/, [
    "['shop.example.com']",
    "[«'shop.dev.example.com'»]",
  ]),
  'a namespace of two environments': one(
    'NAMESPACE_SHARED',
    /share the namespace 'shop-dev' on cluster 'prod-eu'/,
    /default is 'shop-prod'/,
    ["clusters: ['dev-eu']", "clusters: ['dev-eu', 'prod-eu']"],
    ["sync: 'manual',", "sync: 'manual',\n      namespace: «'shop-dev'»,"],
  ),
  'an on-premise cluster that cannot pull': one('IMAGE_PULL_MISSING', /'prod-dc1' is on-premise: its nodes cannot pull from Amazon ECR/, /externalSecrets/, [
    "'prod-dc1': { location: 'on-premise', storageClass: 'ceph', imagePull: { externalSecrets: 'aws' }",
    "«'prod-dc1'»: { location: 'on-premise', storageClass: 'ceph'",
  ]),
  'an on-premise cluster that uses a private database of a cloud': one(
    'SERVICE_NOT_REACHABLE',
    /^environments\.prod\.auxiliaryServices\.db\.host is 'shop\.rds\.amazonaws\.com', which by default only a private network of its cloud reaches, and cluster 'prod-dc1' is on-premise$/,
    /links: \['google-cloud', 'aws'\] where it reaches/,
    ["location: 'on-premise'", "location: 'on-premise', links: ['google-cloud']"],
    ["host: 'shop.rds.amazonaws.com'", "host: «'shop.rds.amazonaws.com'»"],
    // The database that the environment has, which the override stood for.
    ["db: { provider: 'operator' }, ", ''],
  ),
  'tokens of another registry': {
    changes: [
      ["{ type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'shop-ci' }", "{ type: 'ghcr' }"],
      ["'dev-eu': { location: 'cloud'", "«'dev-eu'»: { location: 'cloud'"],
      ["imagePull: { externalSecrets: 'aws' }", "imagePull: { «externalSecrets»: 'aws' }"],
      ["'prod-eu': { location: 'cloud', gateway", "'prod-eu': { imagePull: 'node', location: 'cloud', gateway"],
    ],
    problems: [
      { code: 'IMAGE_PULL_MISSING', message: /'dev-eu' does not say how it pulls from ghcr\.io/, hint: /ghcr-pull/ },
      { code: 'IMAGE_PULL_UNSUPPORTED', message: /the registry is 'ghcr'/, hint: /secret/ },
    ],
  },
  // delivery
  'a promotion from nowhere': one(
    'DELIVERY_NEEDS_PROMOTION',
    /does not say from where/,
    /promoteFrom, one of 'dev'/,
    ["      promoteFrom: 'dev',\n", ''],
    ["delivery: 'continuous-delivery'", "delivery: «'continuous-delivery'»"],
  ),
  'a promotion that nobody approves': one(
    'DELIVERY_NEEDS_APPROVAL',
    /nobody approves it/,
    /reviewers: \['@acme\/platform'\]/,
    [`      ${approval},\n`, ''],
    ["delivery: 'continuous-delivery'", "delivery: «'continuous-delivery'»"],
  ),
  'an approval that asks nobody': {
    changes: [
      [devLine, `${devLine}\n      «approval»: { by: 'pull-request', reviewers: ['@acme/shop'] },`],
      [
        "auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } }",
        "auxiliaryServices: { db: { provider: 'embedded', dataLoss: 'accepted' }, cache: { provider: 'embedded', dataLoss: 'accepted' } }",
      ],
    ],
    problems: [{ code: 'DELIVERY_CONFLICT', message: /environments\.dev\.approval has no effect/, hint: /Remove it/ }],
  },
  'an approval by a sync that is automatic': one(
    'APPROVAL_WITHOUT_GATE',
    /Argo CD syncs by itself/,
    /sync: 'manual'/,
    ["by: 'pull-request'", "by: «'argo-cd'»"],
    ["sync: 'manual'", "sync: 'automatic'"],
  ),
  'an approval by the sync of a user': one(
    'APPROVAL_WITHOUT_GATE',
    /knows groups of its single sign-on and no GitHub users: nobody may sync/,
    /approval\.groups/,
    ["by: 'pull-request', reviewers: ['@acme/platform']", "by: «'argo-cd'», reviewers: ['@ada']"],
  ),
  'a promotion from itself': one('PROMOTION_CYCLE', /environments\.prod is promoted from itself/, /first environment/, [
    "promoteFrom: 'dev'",
    "promoteFrom: «'prod'»",
  ]),
  'a promotion of other images': one(
    'PROMOTION_IMAGE_MISSING',
    /environments\.prod runs 'shop', which 'dev' does not run/,
    /same images/,
    ['components: { worker: { replicas: 1 } }', "components: { web: { image: 'worker' } }"],
    ["promoteFrom: 'dev'", "promoteFrom: «'dev'»"],
  ),
  // components
  'a standalone component with replicas': one(
    'STANDALONE_SCALED',
    /environments\.dev\.components\.worker\.replicas is 2, but 'worker' is standalone in 'dev'/,
    /exactly one pod/,
    ['components: { worker: { replicas: 1 } }', 'components: { worker: { replicas: «2» } }'],
  ),
  'a standalone component that scales': one('STANDALONE_SCALED', /autoscaling is given, but 'worker' is standalone/, undefined, [
    'components: { worker: { replicas: 1 } }',
    'components: { worker: { «autoscaling»: { maxReplicas: 4 } } }',
  ]),
  'replicas beside autoscaling': one(
    'REPLICAS_WITH_AUTOSCALING',
    /replicas is 3, but the HorizontalPodAutoscaler decides/,
    /minReplicas/,
    ['web: { replicas: 3 }', 'web: { replicas: «3», autoscaling: { maxReplicas: 9 } }'],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'fewer replicas at most than at least': one(
    'AUTOSCALING_RANGE',
    /maxReplicas is 3, less than minReplicas, 5/,
    undefined,
    ['web: { replicas: 3 }', 'web: { autoscaling: { minReplicas: 5, maxReplicas: «3» } }'],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'a component of its own mode that scales': one('STANDALONE_SCALED', /components\.worker\.replicas is 2, but 'worker' is standalone in 'prod'/, undefined, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', replicas: «2», command: ['node', 'worker.js'] }",
  ]),
  'a volume of several pods': one('VOLUME_SHARED', /'web' has several pods in 'prod'/, /Set mode: 'standalone' on 'web', give accessModes/, [
    'web: { replicas: 3 }',
    "web: { replicas: 3, volumes: { «data»: { mountPath: '/data', size: '1Gi' } } }",
  ]),
  'a volume of a job alone': one('VOLUME_SHARED', /jobs\.migrate\.volumes\.cache is a ReadWriteOnce volume of its own/, /existingClaim/, [
    worker,
    `${worker} },\n  jobs: { migrate: { image: 'shop', volumes: { «cache»: { mountPath: '/cache', size: '1Gi' } } }`,
  ]),
  'a volume of no claim': one('VOLUME_CLAIM', /components\.worker\.volumes\.files has neither size nor existingClaim/, /Add size/, [
    worker,
    "worker: { image: 'worker', volumes: { «files»: { mountPath: '/files' } } }",
  ]),
  'a volume of two claims': one('VOLUME_CLAIM', /worker\.volumes\.data has both size and existingClaim/, /remove size/, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', volumes: { data: { mountPath: '/data', size: '1Gi', existingClaim: «'old'» } } }",
  ]),
  'a shared volume of two sizes': one(
    'VOLUME_CLAIM',
    /worker\.volumes\.data describes the shared volume 'data' otherwise than components\.web\.volumes\.data/,
    /once/,
    ['    web: {', "    web: { volumes: { data: { mountPath: '/data', size: '1Gi', accessModes: ['ReadWriteMany'] } },"],
    [worker, "worker: { image: 'worker', volumes: { «data»: { mountPath: '/data', size: '2Gi', accessModes: ['ReadWriteMany'] } } }"],
  ),
  'two access modes': one('WRONG_VALUE', /accessModes has 2 entries; at most 1 is possible/, /one pod/, [
    worker,
    "worker: { image: 'worker', volumes: { data: { mountPath: '/data', accessModes: «['ReadWriteOnce', 'ReadWriteMany']» } } }",
  ]),
  'a volume with a name of the chart': one('NAME_RESERVED', /'tmp' cannot be a name in components\.worker\.volumes/, /another name/, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', volumes: { «tmp»: { mountPath: '/data', size: '1Gi' } } }",
  ]),
  'a file in two places': one('MOUNT_DUPLICATE', /writablePaths\[0\] is '\/etc\/a', which is a file already/, /Remove/, [
    worker,
    "worker: { image: 'worker', files: { '/etc/a': '' }, writablePaths: [«'/etc/a'»] }",
  ]),
  'two files of one key': one('MOUNT_DUPLICATE', /files\['\/etc\/a_b'\] and '\/etc\/a\/b' would be one key/, /Rename/, [
    worker,
    "worker: { image: 'worker', files: { '/etc/a/b': '', «'/etc/a_b'»: '' } }",
  ]),
  'a secret in a file': one(
    'PLAIN_TEXT_SECRET',
    /^(?!.*hunter2).*files\['\/etc\/app\.yaml'\] holds 'dbPassword' in plain text/,
    /secretKeyRef: { name: 'shop-files', key: 'app\.yaml' }/,
    [worker, "worker: { image: 'worker', files: { '/etc/app.yaml': «'level: info\\ndbPassword: hunter2\\n'» } }"],
  ),
  'a private key in a file': one('PLAIN_TEXT_SECRET', /holds a private key in plain text/, undefined, [
    worker,
    "worker: { image: 'worker', files: { '/etc/key.pem': «'-----BEGIN EC PRIVATE KEY-----\\n'» } }",
  ]),
  'a file without an absolute path': one('INVALID_NAME', /'app\.yaml' in components\.worker\.files is no valid name/, /Absolute path/, [
    worker,
    "worker: { image: 'worker', files: { «'app.yaml'»: '' } }",
  ]),
  'root without saying so': one('RUN_AS_ROOT', /components\.worker\.runAsUser is 0/, /runAsNonRoot: false/, [
    worker,
    "worker: { image: 'worker', runAsUser: «0» }",
  ]),
  'a capability that baseline refuses': one('WRONG_VALUE', /add\[0\] is 'NET_ADMIN'; choices are/, undefined, [
    worker,
    "worker: { image: 'worker', securityContext: { capabilities: { add: [«'NET_ADMIN'»] } } }",
  ]),
  'a schedule that never comes': one(
    'CRON_SCHEDULE_INVALID',
    /cronJobs\.report\.schedule is '61 3 \* \* \*', with '61' as its minute, which is from 0 to 59/,
    /Minute, hour/,
    [worker, `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: «'61 3 * * *'» }`],
  ),
  'a schedule with seconds': one('WRONG_VALUE', /cronJobs\.report\.schedule is '0 30 3 \* \* \*', which is not valid/, /five fields/, [
    worker,
    `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: «'0 30 3 * * *'» }`,
  ]),
  'a time zone that does not exist': one('CRON_SCHEDULE_INVALID', /timeZone is 'Europe\/Berln', which is no time zone/, /IANA/, [
    worker,
    `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: '30 3 * * mon-fri', timeZone: «'Europe/Berln'» }`,
  ]),
  'an unknown cron job': one(
    'UNKNOWN_CRON_JOB',
    /environments\.prod\.cronJobs has 'reprt'; cron jobs are 'report'\. Did you mean 'report'\?/,
    undefined,
    [worker, `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: '*/5 0-6/2 1,15 * *' }`],
    ['web: { replicas: 3 } },', 'web: { replicas: 3 } },\n      cronJobs: { «reprt»: {} },'],
  ),
  'a cron job with a long name': one('NAME_TOO_LONG', /the CronJob 'shop-a{48}' has 53 characters; at most 52/, undefined, [
    worker,
    `${worker} },\n  cronJobs: { «${'a'.repeat(48)}»: { image: 'shop', schedule: '30 3 * * *' }`,
  ]),
  'an exposed port that nobody reaches': one(
    'PORT_EXPOSURE_MISMATCH',
    /worker\.ports\.ssh\.exposed is true, but the Service of 'worker' is a ClusterIP/,
    /LoadBalancer/,
    [worker, "worker: { image: 'worker', ports: { ssh: { containerPort: 22, exposed: «true» } } }"],
  ),
  'a load balancer of no port': one('PORT_EXPOSURE_MISMATCH', /worker\.service\.type is 'LoadBalancer', but no port of 'worker' is exposed/, /exposed: true/, [
    worker,
    "worker: { image: 'worker', service: { type: «'LoadBalancer'» } }",
  ]),
  'a timeout that is no duration': one('WRONG_VALUE', /routes\.\w+\.timeout is '2 minutes', which is not valid/, /How long/, [
    "routes: { public: { component: 'web', port: 'http' }",
    "routes: { public: { component: 'web', port: 'http', timeout: «'2 minutes'» }",
  ]),
  'an app that runs nothing': one(
    'NO_WORKLOAD',
    /components is empty, and there are no cron jobs/,
    /cron job/,
    ['  components: {\n    web: {\n', '  «components»: {},\n  /* web: {\n'],
    ["  routes: { public: { component: 'web', port: 'http' } },\n", '*/\n'],
    ["      components: { worker: { replicas: 1 } },\n      routes: { public: { hosts: ['shop.dev.example.com'] } },\n", ''],
    ["      components: { web: { replicas: 3 } },\n      routes: { public: { hosts: ['shop.example.com'] } },\n", ''],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'a volume over a writable path': one('MOUNT_DUPLICATE', /writablePaths\[0\] is '\/data', where volume 'data' is mounted/, /Remove/, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', writablePaths: [«'/data'»], volumes: { data: { mountPath: '/data', size: '1Gi' } } }",
  ]),
  'a path that is mounted twice': one('MOUNT_DUPLICATE', /writablePaths\[0\] is '\/tmp', which is always writable/, /Remove/, [
    worker,
    "worker: { image: 'worker', writablePaths: [«'/tmp'»] }",
  ]),
  'a password in plain text': one(
    'PLAIN_TEXT_SECRET',
    /^(?!.*hunter2).*SMTP_PASSWORD is a secret in plain text/,
    /secretKeyRef: \{ name: 'shop-smtp-password', key: 'value' \}/,
    ["SMTP_PASSWORD: { secretKeyRef: { name: 'shop-smtp', key: 'password' } }", "SMTP_PASSWORD: «'hunter2'»"],
  ),
  'a password in a URL': one('PLAIN_TEXT_SECRET', /LOG_LEVEL is a secret/, undefined, ["LOG_LEVEL: 'info'", "LOG_LEVEL: «'amqp://user:hunter2@mq:5672'»"]),
  'a variable composed of a later one': one('VARIABLE_ORDER', /env\.LOG_LEVEL uses \$\(LOG_URL\), which is composed itself/, /Write out/, [
    "LOG_LEVEL: 'info'",
    "LOG_LEVEL: «'$(LOG_URL)/x'», LOG_URL: '$(CACHE_URL)/y'",
  ]),
  'a port twice': one('PORT_DUPLICATE', /ports\.metrics\.containerPort is 8080, as that of port 'http'/, /its own/, [
    'ports: { http: { containerPort: 8080 } }',
    'ports: { http: { containerPort: 8080 }, metrics: { containerPort: «8080» } }',
  ]),
  'a route to a UDP port': {
    changes: [
      ['http: { containerPort: 8080 }', "http: { containerPort: 8080, protocol: 'UDP' }"],
      ["path: '/healthz', port: 'http'", "path: '/healthz', port: «'http'»"],
      ["component: 'web', port: 'http'", "component: 'web', port: «'http'»"],
    ],
    problems: [
      { code: 'PORT_PROTOCOL', message: /readinessProbe\.httpGet\.port is 'http', a UDP port/ },
      { code: 'PORT_PROTOCOL', message: /routes\.public\.port is 'http', a UDP port/, hint: /TCP/ },
    ],
  },
  'a probe with two handlers': one('PROBE_HANDLER', /has 2 handlers, httpGet and exec/, /exactly one/, [
    "readinessProbe: { httpGet: { path: '/healthz', port: 'http' } }",
    "«readinessProbe»: { httpGet: { path: '/healthz', port: 'http' }, exec: { command: ['true'] } }",
  ]),
  'a probe without a handler': one('PROBE_HANDLER', /has no handler/, undefined, [
    "readinessProbe: { httpGet: { path: '/healthz', port: 'http' } }",
    '«readinessProbe»: { periodSeconds: 5 }',
  ]),
  'a request over its limit': one('RESOURCES_RANGE', /memory that is requested \(1Gi\) is more than its limit \(512Mi\)/, /Raise the limit/, [
    worker,
    "worker: { image: 'worker', resources: { requests: { memory: «'1Gi'» } } }",
  ]),
  // auxiliary services
  'data that may be lost': one('EMBEDDED_DATA_LOSS', /'cache' is embedded in 'prod', which needs approval/, /dataLoss: 'accepted'/, [
    "cache: { provider: 'embedded', dataLoss: 'accepted' }",
    "cache: { provider: «'embedded'» }",
  ]),
  'a service without a provider': one(
    'SERVICE_WITHOUT_PROVIDER',
    /'db' has no provider in environment 'dev'.*components\.web\.env\.DATABASE_URL needs it/,
    /db: \{ provider: 'embedded' \}/,
    ["auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } }", "«auxiliaryServices»: { cache: { provider: 'embedded' } }"],
  ),
  'a password that no Secret holds': one(
    'OUTPUT_WITHOUT_SECRET',
    /cache has no Secret with a password, but components\.web\.env\.CACHE_HOST reads 'cache\.password'/,
    /keys: \{ password: '…' \}/,
    ["{ from: 'cache.host' }", "{ from: 'cache.password' }"],
    ["        cache: { provider: 'external'", "        «cache»: { provider: 'external'"],
  ),
  'a URL that nobody composes': one(
    'OUTPUT_WITHOUT_SECRET',
    /cache has no Secret with a url, but components\.web\.env\.CACHE_URL reads 'cache\.url'/,
    /keys: \{ url: '…' \}/,
    ["cache: { type: 'redis' }", "cache: { type: 'custom' }"],
    ["cache: { provider: 'embedded' }", "«cache»: { provider: 'external', host: 'kafka.example.com', port: 9092 }"],
    [
      "cache: { provider: 'embedded', dataLoss: 'accepted' }",
      "cache: { provider: 'external', host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: { url: 'b' } } }",
    ],
    ["host: 'shop.abc.euw1.cache.amazonaws.com' }", "host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: { url: 'b' } } }"],
  ),
  'parameters of a URL that a Secret holds whole': one(
    'PARAMETERS_UNUSED',
    /keys\.url is the whole URL, to which nothing adds the parameters of 'db' \(sslmode\)/,
    /keys: \{ username, password \}/,
    ["version: '17' }", "version: '17', parameters: { sslmode: 'require' } }"],
    ["keys: { username: 'username', password: 'password' } } }", "keys: { «url»: 'url' } } }"],
  ),
  'a parameter that is a secret': one('PLAIN_TEXT_SECRET', /parameters\.password looks like a secret/, /Secret/, [
    "version: '17' }",
    "version: '17', parameters: { password: «'hunter22'» } }",
  ]),
  'a database of ours that somebody else would have to make a URL of': one('UNKNOWN_FIELD', /keys\.url does not exist/, undefined, [
    "db: { provider: 'embedded' }",
    "db: { provider: 'embedded', secret: { name: 'shop-db', keys: { username: 'username', password: 'password', «url»: 'url' } } }",
  ]),
  'an extension that our image does not have': one(
    'EXTENSION_NOT_IN_IMAGE',
    /'postgis' is not in the image that provider 'embedded' runs in 'dev'/,
    /external/,
    ["version: '17' }", "version: '17', extensions: ['vector', «'postgis'»] }"],
    ["'prod-dc1': { auxiliaryServices: { db: { provider: 'operator' }, ", "'prod-dc1': { auxiliaryServices: { "],
    ["location: 'on-premise', storageClass", "location: 'on-premise', links: ['aws'], storageClass"],
  ),
  'a Secret with other keys': one('SECRET_CONFLICT', /Secret 'shop-db' has the keys password for 'cache', and password, username for 'db'/, /own Secret/, [
    "host: 'shop.abc.euw1.cache.amazonaws.com' }",
    "host: 'shop.abc.euw1.cache.amazonaws.com', secret: { name: «'shop-db'», keys: { password: 'password' } } }",
  ]),
  'a Secret as an extra manifest': one('EXTRA_MANIFEST_KIND', /is 'Secret': its values would stand in Git/, /ExternalSecret/, [
    '  environments: {',
    "  extraManifests: { token: { apiVersion: 'v1', kind: «'Secret'», metadata: { name: 'token' }, stringData: { token: 'x' } } },\n  environments: {",
  ]),
  'an object of the whole cluster as an extra manifest': one('EXTRA_MANIFEST_KIND', /is 'ClusterRole', which belongs to a whole cluster/, undefined, [
    "      sync: 'manual',",
    "      sync: 'manual',\n      extraManifests: { role: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: «'ClusterRole'», metadata: { name: 'shop' } } },",
  ]),
  'an extra manifest with a namespace': one('UNKNOWN_FIELD', /extraManifests\.map\.metadata\.namespace does not exist/, undefined, [
    '  environments: {',
    "  extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', «namespace»: 'kube-system' } } },\n  environments: {",
  ]),
  'an extra manifest with the name of a generated object': one(
    'EXTRA_MANIFEST_DUPLICATE',
    /metadata\.name is 'shop-web', which the chart gives the Service of component 'web'/,
    /another name/,
    ['  monitoring: {', "  extraManifests: { web: { apiVersion: 'v1', kind: 'Service', metadata: { name: «'shop-web'» } } },\n  monitoring: {"],
  ),
  'one object as two extra manifests': one(
    'EXTRA_MANIFEST_DUPLICATE',
    /'other' is the object ConfigMap 'map' of 'map' again, in prod on prod-dc1/,
    /another name/,
    [
      "        'prod-dc1': { auxiliaryServices: {",
      `        'prod-dc1': {
          extraManifests: {
            map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } },
            «other»: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } },
          },
          auxiliaryServices: {`,
    ],
  ),
  'a date in an extra manifest': one('NOT_PLAIN_DATA', /extraManifests\.map\.data\.made is a Date; a config holds plain data/, /in quotes/, [
    '  environments: {',
    "  extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { made: «new Date(0)» } } },\n  environments: {",
  ]),
  'null in an extra manifest': one('NOT_PLAIN_DATA', /extraManifests\.map\.data is null/, /Leave the field out/, [
    '  environments: {',
    "  extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: «null» } },\n  environments: {",
  ]),
  'an operation of a patch without its value': one('PATCH_OPERATION_INVALID', /patches\[0\]\.operations\[0\] is 'replace' without value/, /Add value/, [
    '  environments: {',
    "  patches: [{ output: 'app/ci', operations: [«{ op: 'replace', path: '/jobs/test/timeout-minutes' }»] }],\n  environments: {",
  ]),
  'a pointer of a patch that is none': one('WRONG_VALUE', /is 'jobs\.test'/, /JSON pointer/, [
    '  environments: {',
    "  patches: [{ output: 'app/ci', operations: [{ op: 'remove', path: «'jobs.test'» }] }],\n  environments: {",
  ]),
  'several mistakes across fields': {
    changes: [
      ["cluster: 'prod-eu' }", "cluster: «'prod-ue'» }"],
      ["{ from: 'cache.url' }", "{ from: «'cache.database'» }"],
      ["promoteFrom: 'dev'", "promoteFrom: «'dve'»"],
    ],
    problems: [
      { code: 'UNKNOWN_CLUSTER', message: /Did you mean 'prod-eu'/ },
      { code: 'UNKNOWN_OUTPUT', message: /outputs of redis are 'host', 'port', 'password', 'url'/ },
      { code: 'UNKNOWN_ENVIRONMENT', message: /Did you mean 'dev'/ },
    ],
  },
};
