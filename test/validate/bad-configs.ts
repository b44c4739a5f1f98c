/** Mistakes in the config of the example app: for each its code, its place (between « and »), message and hint. */
import type { ErrorCode } from '../../src/problems/errors.ts';

export interface BadConfig {
  /** Texts in test/fixtures/editor.config.ts and their replacements. */
  changes: [find: string, replacement: string][];
  /** In the order of their places. */
  problems: { code: ErrorCode; message: RegExp; hint?: RegExp }[];
}

const one = (code: ErrorCode, message: RegExp, hint: RegExp | undefined, ...changes: [string, string][]): BadConfig => ({
  changes,
  problems: [{ code, message, ...(hint === undefined ? {} : { hint }) }],
});

const approval = "approval: { by: 'pull-request', reviewers: ['@acme/platform'] }";
const worker = "worker: { image: 'worker', command: ['node', 'worker.js'] }";
/** A container that `restricted` allows. */
const safe = "name: 'a', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }";
const devLine = "clusters: ['dev-eu'],\n      mode: 'standalone',";

export const badConfigs: Record<string, BadConfig> = {
  // accounts and registries
  'a merge queue and a runner group of a personal account': {
    changes: [
      ["owners: ['@acme/shop']", "owners: ['@Acme']"],
      ["config: { slug: 'acme/shop-config',", "config: { mergeQueue: «true», runsOn: «{ group: 'build' }», slug: 'acme/shop-config',"],
    ],
    problems: [
      { code: 'PERSONAL_ACCOUNT', message: /^acme\/shop-config belongs to a personal account, which has no merge queue$/, hint: /organization/ },
      { code: 'PERSONAL_ACCOUNT', message: /has no runner groups$/ },
    ],
  },
  'a registry of a package without a scope': one(
    'GENERATOR_UNSCOPED',
    /generator\.registry is 'https:\/\/npm\.pkg\.github\.com', but the package 'create-gitops-app' has no scope/,
    /@acme\/create-gitops-app/,
    ["registry: { type: 'ecr'", "generator: { registry: «'https://npm.pkg.github.com'» },\n  registry: { type: 'ecr'"],
  ),
  // values that are not plain data
  'a map': one('NOT_PLAIN_DATA', /components\.worker\.env is a Map; a config can contain only plain data/, /Object\.fromEntries/, [
    worker,
    "worker: { image: 'worker', env: «new Map([['A', 'b']]) as never» }",
  ]),
  'a config repository inside the app repository': one(
    'REPOSITORY_PATH_INVALID',
    /is '\.\/config', which is inside the app repository/,
    /'\.\.\/shop-config'/,
    ["path: '../shop-config'", "path: «'./config'»"],
  ),
  'an absolute path of a repository': one('REPOSITORY_PATH_INVALID', /is '\/home\/ada\/config', an absolute path/, /relative/, [
    "path: '../shop-config'",
    "path: «'/home/ada/config'»",
  ]),
  'a config repository anywhere on the machine': one(
    'REPOSITORY_PATH_INVALID',
    /is '\.\.\/\.\.\/\.\.\/etc', which is not in a folder next to/,
    /'\.\.\/shop-config'/,
    ["path: '../shop-config'", "path: «'../../../etc'»"],
  ),
  'a config repository among settings': one('REPOSITORY_PATH_INVALID', /is '\.\.\/\.ssh', which is not in a folder next to/, undefined, [
    "path: '../shop-config'",
    "path: «'../.ssh'»",
  ]),
  'a config repository in the parent folder': one('REPOSITORY_PATH_INVALID', /is '\.\.', which is not in a folder next to/, undefined, [
    "path: '../shop-config'",
    "path: «'..'»",
  ]),
  'an app repository elsewhere': one('REPOSITORY_PATH_INVALID', /is '\.\.\/other', which does not contain the config/, undefined, [
    "app: { slug: 'acme/shop' }",
    "app: { slug: 'acme/shop', path: «'../other'» }",
  ]),
  'a path of a repository with a line of its own': one('REPOSITORY_PATH_INVALID', /has a control character/, undefined, [
    "path: '../shop-config'",
    "path: «'../a\\n::error::b'»",
  ]),
  'a variable that JavaScript would lose': one('INVALID_NAME', /'__proto__' cannot be used as a name in components\.web\.env/, /another name/, [
    "LOG_LEVEL: 'info'",
    "«['__proto__']»: 'info'",
  ]),
  'a bigint': one('NOT_PLAIN_DATA', /containerPort is a bigint/, /Write 8080/, ['containerPort: 8080', 'containerPort: «8080n as never»']),
  'a bidirectional control character': one('WRONG_VALUE', /LOG_LEVEL contains the character U\+202E/, /Remove it/, [
    "LOG_LEVEL: 'info'",
    "LOG_LEVEL: «'in\\u202Efo'»",
  ]),
  'a lone surrogate': one('WRONG_VALUE', /LOG_LEVEL contains the character U\+D800/, /Remove it/, ["LOG_LEVEL: 'info'", "LOG_LEVEL: «'\\uD800'»"]),
  // the schema
  'an unknown field': one(
    'UNKNOWN_FIELD',
    /environments\.prod\.approvl does not exist\. Did you mean 'approval'\?/,
    /Fields of environments\.prod: clusters, mode/,
    ['approval: { by', '«approvl»: { by'],
  ),
  'a misspelled required field': one('UNKNOWN_FIELD', /registry\.regoin does not exist\. Did you mean 'region'\?/, /account/, [
    "region: 'eu-west-1'",
    "«regoin»: 'eu-west-1'",
  ]),
  'a missing field': one('MISSING_FIELD', /clusters\['dev-eu'\]\.location is missing/, /Location of the cluster\. .* For example: location: 'cloud'/, [
    "'dev-eu': { location: 'cloud', gateway",
    "«'dev-eu'»: { gateway",
  ]),
  'a wrong choice': one(
    'WRONG_VALUE',
    /environments\.prod\.sync is 'manul'; choices: 'automatic', 'manual'\. Did you mean 'manual'\?/,
    /How changes in Git are applied/,
    ["sync: 'manual'", "sync: «'manul'»"],
  ),
  'a number for a version': one('WRONG_TYPE', /auxiliaryServices\.db\.version is 17; it must be a string/, /in quotes.*'17'/, [
    "version: '17'",
    'version: «17»',
  ]),
  'a number that lost a trailing zero': one(
    'WRONG_TYPE',
    /kubernetesVersion is 1\.4; it must be a string/,
    /in quotes: '1\.4', or '1\.40' if you wrote 1\.40$/,
    ["'dev-eu': { location: 'cloud',", "'dev-eu': { location: 'cloud', kubernetesVersion: «1.40»,"],
  ),
  'a command as one string': one('WRONG_TYPE', /worker\.command is 'node worker\.js'; it must be an array/, /Write an array: \['node', 'worker\.js'\]$/, [
    "command: ['node', 'worker.js']",
    "command: «'node worker.js'»",
  ]),
  'a shell command as one string': one('WRONG_TYPE', /worker\.command is/, /Write an array: \['sh', '-c', 'a \|\| b'\], because it needs a shell$/, [
    "command: ['node', 'worker.js']",
    "command: «'a || b'»",
  ]),
  'one owner as a string': one('WRONG_TYPE', /app\.owners is '@acme\/shop'/, /Write an array: \['@acme\/shop'\]$/, [
    "owners: ['@acme/shop']",
    "owners: «'@acme/shop'»",
  ]),
  'a number for a variable': one('WRONG_TYPE', /LOG_LEVEL is 3; it must be a string or \{ from \} or \{ secretKeyRef \}/, /in quotes: '3'/, [
    "LOG_LEVEL: 'info'",
    'LOG_LEVEL: «3»',
  ]),
  'a string for a port': one('WRONG_TYPE', /containerPort is '8080'; it must be an integer/, /Remove the quotes: 8080/, [
    'containerPort: 8080',
    "containerPort: «'8080'»",
  ]),
  'a string for an array': one('WRONG_TYPE', /app\.owners is '@acme\/shop'; it must be an array/, /array: \['@acme\/shop'\]/, [
    "owners: ['@acme/shop']",
    "owners: «'@acme/shop'»",
  ]),
  'a number out of range': one('WRONG_VALUE', /replicas is -1; it must be from 0 to 1000/, /Number of pods/, [
    'web: { replicas: 3 }',
    'web: { replicas: «-1» }',
  ]),
  'a string in the wrong format': one(
    'WRONG_VALUE',
    /registry\.account is '1234', which is not valid/,
    /Expected: AWS account ID, twelve digits\. For example: '123456789012'/,
    ["account: '123456789012'", "account: «'1234'»"],
  ),
  'a path outside the repository': one(
    'WRONG_VALUE',
    /images\.worker\.dockerfile is '\.\.\/Dockerfile', which is not valid/,
    /without `\.` or `\.\.` segments/,
    ["'worker/Dockerfile'", "«'../Dockerfile'»"],
  ),
  'a package name with shell syntax': one('WRONG_VALUE', /generator\.package is 'x; curl evil', which is not valid/, /Name of the npm package/, [
    '  images: {',
    "  generator: { package: «'x; curl evil'» },\n  images: {",
  ]),
  'a host with a scheme': one('WRONG_VALUE', /hosts\[0\] is 'https:\/\/shop\.example\.com'/, undefined, [
    "['shop.example.com']",
    "[«'https://shop.example.com'»]",
  ]),
  'a name that Kubernetes rejects': one(
    'INVALID_NAME',
    /'Worker_1' is not a valid name in components/,
    /lowercase letters, digits and hyphens/,
    [worker, "«Worker_1»: { image: 'worker' }"],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'an empty list of reviewers': one('WRONG_VALUE', /approval\.reviewers is empty/, /that approve promotions/, [
    "reviewers: ['@acme/platform']",
    'reviewers: «[]»',
  ]),
  'an environment with no cluster': one('WRONG_VALUE', /environments\.dev\.clusters is empty/, /order/, ["clusters: ['dev-eu']", 'clusters: «[]»']),
  'a duplicate cluster': one('DUPLICATE_ITEM', /clusters\[2\] repeats 'prod-dc1'/, /Remove/, [
    "['prod-dc1', 'prod-eu']",
    "['prod-dc1', 'prod-eu', «'prod-dc1'»]",
  ]),
  'a provider of another type': one('SERVICE_PROVIDER_UNSUPPORTED', /cache\.provider is 'operator'; providers of redis: 'embedded', 'external'/, undefined, [
    "cache: { provider: 'embedded', dataLoss",
    "cache: { provider: «'operator'», dataLoss",
  ]),
  'an unknown provider': one('SERVICE_PROVIDER_UNSUPPORTED', /db\.provider is 'embeded'; providers of postgresql: .* Did you mean 'embedded'\?/, undefined, [
    "db: { provider: 'embedded' }",
    "db: { provider: «'embeded'» }",
  ]),
  'a field of another provider': one('UNKNOWN_FIELD', /db\.host does not exist/, /provider, storage, instances/, [
    "db: { provider: 'operator' }",
    "db: { provider: 'operator', «host»: 'db' }",
  ]),
  'a provider without its host': one('MISSING_FIELD', /auxiliaryServices\.cache\.host is missing/, /Host name/, [
    "cache: { provider: 'external', host: 'shop.abc.euw1.cache.amazonaws.com' }",
    "«cache»: { provider: 'external' }",
  ]),
  'an unknown kind of imagePull': one(
    'UNKNOWN_FIELD',
    /imagePull\.externalSecret does not exist\. Did you mean 'externalSecrets'\?/,
    /'node' or \{ secret \}/,
    ["imagePull: { externalSecrets: 'aws' }", "imagePull: { «externalSecret»: 'aws' }"],
  ),
  'a schema problem and an unknown name': {
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
  'several schema problems': {
    changes: [
      ["language: 'node'", "language: «'cobol'»"],
      ["location: 'on-premise'", "location: «'on-prem'»"],
      ["by: 'pull-request'", "by: «'email'»"],
    ],
    problems: [
      { code: 'WRONG_VALUE', message: /app\.language is 'cobol'; choices: 'node'/ },
      { code: 'WRONG_VALUE', message: /location is 'on-prem'; choices: 'cloud', 'on-premise'\. Did you mean 'on-premise'\?/ },
      { code: 'WRONG_VALUE', message: /approval\.by is 'email'/ },
    ],
  },
  'problems of schema, names and rules': {
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
      { code: 'HOST_DUPLICATE', message: /which environment 'dev' uses too/ },
    ],
  },
  'schema problems, an unknown output and a missing approval': {
    changes: [
      ["CACHE_HOST: { from: 'cache.host' }", "CACHE_HOST: { from: «'cache.hots'» }"],
      ['web: { replicas: 3 }', "web: { replicas: «'3'» }"],
      ["promoteFrom: 'dev',", "promoteFrom: «'prod'»,"],
      [`      ${approval},\n`, ''],
      ["delivery: 'continuous-delivery'", "delivery: «'continuous-delivery'»"],
    ],
    problems: [
      { code: 'UNKNOWN_OUTPUT', message: /Did you mean 'host'/ },
      { code: 'DELIVERY_NEEDS_APPROVAL', message: /but no approval$/ },
      { code: 'PROMOTION_CYCLE', message: /is promoted from itself/ },
      { code: 'WRONG_TYPE', message: /replicas is '3'/ },
    ],
  },
  'an unknown service type, and an unknown output of another service': {
    changes: [
      ["type: 'postgresql'", "type: «'postgres'»"],
      ["CACHE_HOST: { from: 'cache.host' }", "CACHE_HOST: { from: «'cache.hots'» }"],
    ],
    problems: [
      { code: 'UNKNOWN_OUTPUT', message: /Did you mean 'host'/ },
      { code: 'WRONG_VALUE', message: /Did you mean 'postgresql'/ },
    ],
  },
  'a misspelled delivery, without problems that may follow from it': one('WRONG_VALUE', /delivery is 'continuous-delivry'/, undefined, [
    "delivery: 'continuous-delivery'",
    "delivery: «'continuous-delivry'»",
  ]),
  'invalid approval groups, without problems that may follow from them': one(
    'WRONG_VALUE',
    /approval\.groups is empty/,
    undefined,
    [approval, "approval: { by: 'argo-cd', reviewers: ['@ada'], groups: «[]» }"],
    ["owners: ['@acme/shop']", "owners: ['@ada']"],
  ),
  'an unknown field, without problems that may follow from it': one('UNKNOWN_FIELD', /httpget does not exist\. Did you mean 'httpGet'/, undefined, [
    'readinessProbe: { httpGet:',
    'readinessProbe: { «httpget»:',
  ]),
  'a misspelled path of a route, without a duplicate host': one(
    'UNKNOWN_FIELD',
    /routes\.api\.pth does not exist\. Did you mean 'path'/,
    undefined,
    [
      "routes: { public: { component: 'web', port: 'http' } }",
      "routes: { public: { component: 'web', port: 'http' }, api: { component: 'web', port: 'http', «pth»: '/api' } }",
    ],
    ["routes: { public: { hosts: ['shop.example.com'] } }", "routes: { public: { hosts: ['shop.example.com'] }, api: { hosts: ['shop.example.com'] } }"],
  ),
  'a misspelled protocol of a port, without a duplicate port': one('UNKNOWN_FIELD', /ports\.dns\.protocl does not exist\. Did you mean 'protocol'/, undefined, [
    'ports: { http: { containerPort: 8080 }',
    "ports: { dns: { containerPort: 8080, «protocl»: 'UDP' }, http: { containerPort: 8080 }",
  ]),
  'an unknown patch operation, without problems of its fields': one('WRONG_VALUE', /operations\[0\]\.op is 'set'; choices: 'add'/, undefined, [
    '  monitoring: {',
    "  patches: [{ output: 'config/chart-values', operations: [{ op: «'set'», path: '/x', value: 1 }] }],\n  monitoring: {",
  ]),
  'a misspelled app name, without problems of names that contain it': one(
    'UNKNOWN_FIELD',
    /app\.nmae does not exist\. Did you mean 'name'/,
    undefined,
    ["app: { name: 'shop'", "app: { «nmae»: 'shop'"],
    ["LOG_LEVEL: 'info'", "API_TOKEN: 'ghp_0123456789abcdefghijABCDEFGHIJ012345'"],
    ['images: { shop: {}, worker: ', 'images: { worker: '],
    [worker, "worker: { image: 'worker' }, db: { image: 'worker' }"],
  ),
  'a misspelled app name, without an unknown image': one(
    'UNKNOWN_FIELD',
    /app\.nmae does not exist/,
    undefined,
    ["app: { name: 'shop'", "app: { «nmae»: 'shop'"],
    ["  images: { shop: {}, worker: { dockerfile: 'worker/Dockerfile' } },\n", ''],
    [worker, "worker: { image: 'shop' }"],
  ),
  'a hole in a list': one('WRONG_TYPE', /clusters\[1\] is undefined; it must be a string/, undefined, ["clusters: ['dev-eu'],", "clusters: ['dev-eu',« »,],"]),
  'a getter that throws': one('NOT_PLAIN_DATA', /LOG_LEVEL is a getter that threw Error: boom/, /Write the value itself/, [
    "LOG_LEVEL: 'info'",
    "get «LOG_LEVEL»(): string { throw new Error('boom'); }",
  ]),
  // names that refer to something
  'an unknown cluster': one(
    'UNKNOWN_CLUSTER',
    /^environments\.prod\.clusters\[1\] is 'prod-dc2'; known clusters: 'dev-eu', 'prod-dc1', 'prod-eu'\. Did you mean 'prod-dc1'\?$/,
    undefined,
    ["['prod-dc1', 'prod-eu']", "['prod-dc1', «'prod-dc2'»]"],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'an unknown cluster, without a problem of its override': one('UNKNOWN_CLUSTER', /Did you mean 'prod-dc1'\?$/, undefined, [
    "['prod-dc1', 'prod-eu']",
    "[«'prod-dc2'», 'prod-eu']",
  ]),
  'an unknown hub': one('UNKNOWN_CLUSTER', /argocd\.cluster is 'hub'/, undefined, ["cluster: 'prod-eu' }", "cluster: «'hub'» }"]),
  'an override of a cluster of another environment': one(
    'CLUSTER_NOT_IN_ENVIRONMENT',
    /environments\.prod overrides 'dev-eu', which is not one of its clusters: 'prod-dc1', 'prod-eu'/,
    /Add 'dev-eu' to environments\.prod\.clusters/,
    ["        'prod-eu': { components", "        «'dev-eu'»: { components"],
  ),
  'an unknown component': one(
    'UNKNOWN_COMPONENT',
    /environments\.prod\.components has 'wbe'; known components: 'web', 'worker'\. Did you mean 'web'\?/,
    undefined,
    ['components: { web: { replicas: 3 } }', 'components: { «wbe»: { replicas: 3 } }'],
  ),
  'a route to an unknown component': one('UNKNOWN_COMPONENT', /routes\.public\.component is 'webb'/, undefined, [
    "public: { component: 'web'",
    "public: { component: «'webb'»",
  ]),
  'an unknown environment': one('UNKNOWN_ENVIRONMENT', /promoteFrom is 'staging'; known environments: 'dev', 'prod'/, undefined, [
    "promoteFrom: 'dev'",
    "promoteFrom: «'staging'»",
  ]),
  'an unknown image': one('UNKNOWN_IMAGE', /image is 'wroker'; known images: 'shop', 'worker'\. Did you mean 'worker'\?/, undefined, [
    "worker: { image: 'worker'",
    "worker: { image: «'wroker'»",
  ]),
  'an unknown job': one(
    'UNKNOWN_JOB',
    /has 'migrat'; known jobs: 'migrate'\. Did you mean 'migrate'\?/,
    undefined,
    ['  monitoring: {', "  jobs: { migrate: { image: 'shop' } },\n  monitoring: {"],
    ['      components: { web: { replicas: 3 } },', '      components: { web: { replicas: 3 } },\n      jobs: { «migrat»: { backoffLimit: 0 } },'],
  ),
  'a job with an unknown image': one('UNKNOWN_IMAGE', /jobs\.migrate\.image is 'shp'; known images: 'shop', 'worker'/, undefined, [
    '  monitoring: {',
    "  jobs: { migrate: { image: «'shp'» } },\n  monitoring: {",
  ]),
  'a job with the name of a component': one('NAME_DUPLICATE', /components\.worker and jobs\.worker both create the workload 'shop-worker'/, undefined, [
    '  monitoring: {',
    "  jobs: { «worker»: { image: 'shop' } },\n  monitoring: {",
  ]),
  'a Secret that an operator creates': one('NAME_RESERVED', /is 'shop-db-app', which the operator creates for 'db'/, /from: 'db\.password'/, [
    "{ secretKeyRef: { name: 'shop-smtp', key: 'password' } }",
    "{ secretKeyRef: { name: «'shop-db-app'», key: 'password' } }",
  ]),
  'a password in a job': one('PLAIN_TEXT_SECRET', /jobs\.migrate\.env\.DB_PASSWORD is a secret in plain text/, undefined, [
    '  monitoring: {',
    "  jobs: { migrate: { image: 'shop', env: { DB_PASSWORD: «'hunter2'» } } },\n  monitoring: {",
  ]),
  'a secret build argument': one('PLAIN_TEXT_SECRET', /^(?!.*hunter2).*images\.shop\.args\.NPM_TOKEN is a secret/, /--mount=type=secret/, [
    'images: { shop: {}',
    "images: { shop: { args: { NPM_TOKEN: «'hunter2'» } }",
  ]),
  'an unknown route': one('UNKNOWN_ROUTE', /has 'pubic'; known routes: 'public'/, undefined, [
    "routes: { public: { hosts: ['shop.example.com'] } }",
    "routes: { «pubic»: { hosts: ['shop.example.com'] } }",
  ]),
  'an unknown service in uses': one(
    'UNKNOWN_SERVICE',
    /components\.worker\.uses\[1\] is 'cahe'; known auxiliary services: 'db', 'cache'\. Did you mean 'cache'\?/,
    undefined,
    [worker, "worker: { image: 'worker', uses: ['db', «'cahe' as never»], command: ['node', 'worker.js'] }"],
  ),
  'an unknown name in allow': one('ALLOW_UNKNOWN', /allow\.recreate\[0\] is 'wokrer'; known components and services: .* Did you mean 'worker'\?/, undefined, [
    '  environments: {',
    "  allow: { recreate: [«'wokrer' as never»] },\n  environments: {",
  ]),
  'public metrics': one(
    'METRICS_PUBLIC',
    /components\.web\.metrics is \/metrics of port 'http', which everybody can read through routes\.public/,
    /metrics: \{ containerPort: 9090 \}.*public: true/,
    [
      "readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },",
      "readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },\n      «metrics»: { port: 'http' },",
    ],
  ),
  'egress to the addresses of credentials': one(
    'METADATA_REACHABLE',
    /egress\[0\]\.cidrs\[1\] is '0\.0\.0\.0\/0', which contains 169\.254\.169\.254/,
    /Leave out cidrs/,
    [worker, "worker: { image: 'worker', egress: [{ ports: [80], cidrs: ['10.0.0.0/8', «'0.0.0.0/0'»] }], command: ['node', 'worker.js'] }"],
  ),
  'a service at the addresses of credentials': one('METADATA_REACHABLE', /cidrs\[0\] is '168\.0\.0\.0\/7'/, /169\.254\.169\.254\/32/, [
    "cache: { provider: 'external', host: 'shop.abc.euw1.cache.amazonaws.com' }",
    "cache: { provider: 'external', host: 'shop.abc.euw1.cache.amazonaws.com', cidrs: [«'168.0.0.0/7'»] }",
  ]),
  'one listener for HTTP and HTTPS': one('GATEWAY_LISTENER_SHARED', /redirectFrom is 'https', the listener that serves the app/, /plain HTTP listener/, [
    "'dev-eu': { location: 'cloud', gateway: { name: 'dev', namespace: 'gateways' } }",
    "'dev-eu': { location: 'cloud', gateway: { name: 'dev', namespace: 'gateways', redirectFrom: «'https'» } }",
  ]),
  'an Argo CD that prunes without asking': one(
    'ARGOCD_TOO_OLD',
    /^argocd\.version is '3\.3', but environments\.prod with manual sync needs Delete=confirm in syncOptions, which Argo CD has since 3\.4; older versions delete the workloads of a deleted Application without asking$/,
    /Upgrade Argo CD to 3\.4/,
    ["argocd: { topology: 'hub', cluster: 'prod-eu' }", "argocd: { topology: 'hub', cluster: 'prod-eu', version: «'3.3'» }"],
  ),
  'an Argo CD before all that is supported': one('WRONG_VALUE', /argocd\.version is '3\.2'/, undefined, [
    "argocd: { topology: 'hub', cluster: 'prod-eu' }",
    "argocd: { topology: 'hub', cluster: 'prod-eu', version: «'3.2'» }",
  ]),
  'a field that the API server drops': one(
    'KUBERNETES_TOO_OLD',
    /^environments\.prod\.extraManifests\.tools has spec\.template\.spec\.containers\[\]\.restartPolicyRules, which Kubernetes has since 1\.35; the older version that 'prod-dc1' declares drops it without an error$/,
    /Upgrade to 1\.35/,
    ["'prod-eu': { location: 'cloud', gateway", "'prod-eu': { location: 'cloud', kubernetesVersion: '1.35', gateway"],
    [
      "sync: 'manual',",
      "sync: 'manual',\n      extraManifests: { «tools»: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'tools' }, spec: { template: { spec: { initContainers: [{ name: 'x', restartPolicyRules: [] }] } } } } },",
    ],
  ),
  'a field that another kind of object has': one(
    'KUBERNETES_TOO_OLD',
    /autoscaler has spec\.behavior\.scaleUp\.tolerance, .* that 'dev-eu', 'prod-dc1', 'prod-eu' declare drops it/,
    undefined,
    [
      'monitoring: { prometheus: true, grafana: true },',
      "monitoring: { prometheus: true, grafana: true },\n  extraManifests: { «autoscaler»: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'x' }, spec: { behavior: { scaleUp: { tolerance: '0.05' } } } } },",
    ],
  ),
  'a label that the chart sets': one('LABEL_RESERVED', /labels has the label 'app\.kubernetes\.io\/name', whose value is set already/, /another label/, [
    "'dev-eu': { location: 'cloud', gateway",
    "'dev-eu': { location: 'cloud', monitoring: { labels: { «'app.kubernetes.io/name'»: 'x' } }, gateway",
  ]),
  'nodes of another architecture than the image': one(
    'ARCHITECTURE_MISMATCH',
    /nodeSelector\['kubernetes\.io\/arch'\] is 'arm64', but CI builds the image for amd64 \(runner 'ubuntu-24\.04'\)/,
    /ubuntu-24\.04-arm/,
    [worker, "worker: { image: 'worker', command: ['node', 'worker.js'], nodeSelector: { 'kubernetes.io/arch': «'arm64'» } }"],
  ),
  'an image for arm64 on nodes of amd64': one(
    'ARCHITECTURE_MISMATCH',
    /is 'amd64', but CI builds the image for arm64 \(runner 'ubuntu-24\.04-arm'\)/,
    undefined,
    ['images: { shop', "ci: { runsOn: 'ubuntu-24.04-arm' },\n  images: { shop"],
    [worker, "worker: { image: 'worker', command: ['node', 'worker.js'], nodeSelector: { 'beta.kubernetes.io/arch': «'amd64'» } }"],
  ),
  'a cluster without nodes for the image': one('ARCHITECTURE_MISMATCH', /the nodes of cluster 'dev-eu' are arm64, but CI builds images for amd64/, undefined, [
    "'dev-eu': { location: 'cloud', gateway",
    "'dev-eu': { location: 'cloud', architectures: «['arm64']», gateway",
  ]),
  'nodes that the cluster does not have': one(
    'ARCHITECTURE_MISMATCH',
    /is 'arm64', but the nodes of cluster 'dev-eu' are amd64/,
    /architectures/,
    ['images: { shop', "ci: { runsOn: 'own-runner' },\n  images: { shop"],
    ["'dev-eu': { location: 'cloud', gateway", "'dev-eu': { location: 'cloud', architectures: ['amd64'], gateway"],
    ['components: { worker: { replicas: 1 } },', "components: { worker: { replicas: 1, nodeSelector: { 'kubernetes.io/arch': «'arm64'» } } },"],
  ),
  'a cluster with nodes of both': {
    changes: [
      ["'dev-eu': { location: 'cloud', gateway", "'dev-eu': { location: 'cloud', architectures: ['amd64', 'arm64'], gateway"],
      ['    web: {\n      ports', '    «web»: {\n      ports'],
      [worker, "worker: { image: 'worker', command: ['node', 'worker.js'], nodeSelector: { 'kubernetes.io/arch': 'amd64' } }"],
    ],
    problems: [
      {
        code: 'ARCHITECTURE_MISMATCH',
        message: /component 'web' may be scheduled on any node: the nodes of cluster 'dev-eu' are amd64 and arm64, and its image runs on amd64/,
        hint: /nodeSelector: \{ 'kubernetes\.io\/arch': 'amd64' \}/,
      },
    ],
  },
  'a toleration for nodes of another architecture': one(
    'ARCHITECTURE_MISMATCH',
    /'worker' may be scheduled on any node: it tolerates nodes of arm64/,
    undefined,
    [
      worker,
      "worker: { image: 'worker', command: ['node', 'worker.js'], «tolerations»: [{ key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' }] }",
    ],
  ),
  'nodes of another operating system': one('ARCHITECTURE_MISMATCH', /is 'windows', but CI builds images for linux/, undefined, [
    worker,
    "worker: { image: 'worker', command: ['node', 'worker.js'], nodeSelector: { 'kubernetes.io/os': «'windows'» } }",
  ]),
  'an unknown service': one('UNKNOWN_SERVICE', /from is 'dbs\.url'; known auxiliary services: 'db', 'cache'/, undefined, [
    "{ from: 'db.url' }",
    "{ from: «'dbs.url'» }",
  ]),
  'an unknown output': one('UNKNOWN_OUTPUT', /is 'db\.hots'; known outputs of postgresql: .* Did you mean 'host'\?/, undefined, [
    "{ from: 'db.url' }",
    "{ from: «'db.hots'» }",
  ]),
  'an unknown port': one('UNKNOWN_PORT', /httpGet\.port is 'htp'; known ports: 'http', 'metrics'\. Did you mean 'http'\?/, undefined, [
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
  'a component without image': one(
    'IMAGE_AMBIGUOUS',
    /components\.web has no image; known images: 'site', 'worker'/,
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
    problems: [
      { code: 'NAME_TOO_LONG', message: /Argo CD Application name 'shop-of-the-world-.*-dev-eu' is 69 characters long; the limit is 63/, hint: /Shorten/ },
    ],
  },
  'an app with a long name': one('NAME_TOO_LONG', /app\.name is 60 characters long; the limit is 40/, undefined, [
    "name: 'shop', language",
    `name: «'${'shop'.repeat(15)}'», language`,
  ]),
  'two clusters with one name': one(
    'NAME_DUPLICATE',
    /both create the Argo CD cluster 'PROD-EU'/,
    /Rename/,
    ["'dev-eu': { location: 'cloud'", "'dev-eu': { location: 'cloud', name: 'prod-eu'"],
    ["'prod-eu': { location: 'cloud'", "'prod-eu': { «name»: 'PROD-EU', location: 'cloud'"],
  ),
  "an environment whose AppProject is the root Application's": one(
    'NAME_DUPLICATE',
    /repositories\.config\.slug and environments\.root both create the AppProject 'shop-root'/,
    /Rename/,
    ["slug: 'acme/shop-config'", "slug: 'acme/Shop.'"],
    ['    dev: {\n', '    «root»: {\n'],
    ["promoteFrom: 'dev'", "promoteFrom: 'root'"],
  ),
  'a component with the name of a service': one(
    'NAME_DUPLICATE',
    /components\.db and auxiliaryServices\.db both create the workload 'shop-db'/,
    undefined,
    [worker, "db: { image: 'worker' }"],
    ['auxiliaryServices: { db: { type', 'auxiliaryServices: { «db»: { type'],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  "a component with the name of an operator's Service": one(
    'NAME_DUPLICATE',
    /components\['db-rw'\] and auxiliaryServices\.db both create the workload 'shop-db-rw'/,
    undefined,
    [worker, "'db-rw': { image: 'worker' }"],
    ['auxiliaryServices: { db: { type', 'auxiliaryServices: { «db»: { type'],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'a name reserved on Windows': one(
    'NAME_RESERVED',
    /'aux' cannot be used as a name in components: .* Windows/,
    /another name/,
    [worker, "«aux»: { image: 'worker' }"],
    ['components: { worker: { replicas: 1 } },\n', ''],
  ),
  'an app name reserved on Windows': {
    changes: [
      ["name: 'shop', language", "name: «'con'», language"],
      ['images: { shop: {}', 'images: { «con»: {}'],
    ],
    problems: [
      { code: 'NAME_RESERVED', message: /'con' cannot be used as app\.name: .* Windows/, hint: /another name/ },
      { code: 'NAME_RESERVED', message: /'con' cannot be used as a name in images: .* Windows/ },
    ],
  },
  'an environment name reserved on Windows': one(
    'NAME_RESERVED',
    /'nul' cannot be used as a name in environments: .* Windows/,
    /another name/,
    ['    dev: {', '    «nul»: {'],
    ["promoteFrom: 'dev'", "promoteFrom: 'nul'"],
  ),
  'an app named shared': one(
    'NAME_RESERVED',
    /'shared' cannot be used as app\.name/,
    undefined,
    ["name: 'shop', language", "name: «'shared'», language"],
    ['images: { shop: {}', 'images: { shared: {}'],
  ),
  // app, repositories, Argo CD
  'one repository for both': one('REPOSITORIES_IDENTICAL', /is 'Acme\/Shop', which is the app repository/, /separate config repository/, [
    "slug: 'acme/shop-config'",
    "slug: «'Acme/Shop'»",
  ]),
  'a language without commands': one('CUSTOM_WITHOUT_COMMANDS', /CI would test nothing/, /make test/, ["language: 'node'", "language: «'custom'»"]),
  'a package manager of another language': one('PACKAGE_MANAGER_MISMATCH', /is 'uv', but app\.language is 'node'/, /npm, pnpm, yarn/, [
    'registry: {',
    "ci: { packageManager: «'uv'» },\n  registry: {",
  ]),
  'a hub cluster without topology hub': one('ARGOCD_CLUSTER_UNUSED', /has no hub/, /topology: 'hub'/, [
    "topology: 'hub', cluster: 'prod-eu'",
    "topology: 'per-cluster', «cluster»: 'prod-eu'",
  ]),
  // clusters and environments
  'a cluster without routing': one(
    'CLUSTER_WITHOUT_ROUTING',
    /'dev-eu' has neither gateway nor ingressClassName, but serves environments\.dev\.routes\.public/,
    /Add gateway/,
    ["'dev-eu': { location: 'cloud', gateway: { name: 'dev', namespace: 'gateways' } }", "«'dev-eu'»: { location: 'cloud' }"],
  ),
  'a cluster with gateway and ingress class': one(
    'CLUSTER_ROUTING_AMBIGUOUS',
    /has both gateway and ingressClassName/,
    /Set gateway or ingressClassName, not both/,
    ["gateway: { name: 'dev', namespace: 'gateways' }", "gateway: { name: 'dev', namespace: 'gateways' }, «ingressClassName»: 'nginx'"],
  ),
  'a host of two environments': one('HOST_DUPLICATE', /is 'shop\.dev\.example\.com', which environment 'dev' uses too/, /own host/, [
    "['shop.example.com']",
    "[«'shop.dev.example.com'»]",
  ]),
  'a ClusterSecretStore under its former name': one(
    'UNKNOWN_FIELD',
    /secrets\.secretStore does not exist: its name is now 'clusterSecretStore'/,
    /conditions/,
    ["secrets: { store: 'vault' }", "secrets: { store: 'vault', «secretStore»: 'vault' }"],
  ),
  'a Vault path that leaves its folder': one('WRONG_VALUE', /secrets\.path is 'shop\/\.\.\/mail'/, undefined, [
    "secrets: { store: 'vault' }",
    "secrets: { store: 'vault', path: «'shop/../mail'» }",
  ]),
  'a Vault path above that of another environment': one(
    'VAULT_PATH_SHARED',
    /is 'shop', but environment 'dev' reads 'shop\/dev'/,
    /default is 'shop\/prod'/,
    ["secrets: { store: 'vault' }", "secrets: { store: 'vault', path: «'shop'» }"],
    ["secrets: { store: 'kubernetes' }", "secrets: { store: 'vault' }"],
  ),
  'a namespace that starts with kube-': one(
    'NAME_RESERVED',
    /'kube-shop' cannot be used as environments\.prod\.namespace: it is reserved by Kubernetes/,
    undefined,
    ["sync: 'manual',", "sync: 'manual',\n      namespace: «'kube-shop'»,"],
  ),
  'the namespace of Argo CD': one('NAME_RESERVED', /Argo CD runs there/, undefined, ["sync: 'manual',", "sync: 'manual',\n      namespace: «'argocd'»,"]),
  'the namespace of an operator': one('NAME_RESERVED', /operators run in namespaces that end in -system/, undefined, [
    "sync: 'manual',",
    "sync: 'manual',\n      namespace: «'cnpg-system'»,",
  ]),
  'the namespace of a Gateway': one('NAME_RESERVED', /a Gateway is there/, undefined, ["sync: 'manual',", "sync: 'manual',\n      namespace: «'gateways'»,"]),
  'the namespace of Prometheus': one('NAME_RESERVED', /Prometheus and Grafana run there/, undefined, [
    "sync: 'manual',",
    "sync: 'manual',\n      namespace: «'monitoring'»,",
  ]),
  'a default namespace that is reserved': one(
    'NAME_RESERVED',
    /the namespace of environment 'dev' would be 'kube-dev'/,
    /environments\.dev\.namespace/,
    ["app: { name: 'shop'", "app: { name: 'kube'"],
    ['images: { shop: {},', 'images: { kube: {},'],
    ['    dev: {', '    «dev»: {'],
    ["sync: 'manual',", "sync: 'manual',\n      namespace: 'shop-prod',"],
  ),
  'an extra manifest in place of the SecretStore': one(
    'EXTRA_MANIFEST_DUPLICATE',
    /is 'vault', which is the name of the SecretStore that the set-up creates/,
    undefined,
    [
      '  environments: {',
      "  extraManifests: { store: { apiVersion: 'external-secrets.io/v1', kind: 'SecretStore', metadata: { name: «'vault'» } } },\n  environments: {",
    ],
  ),
  'a ClusterSecretStore as an extra manifest': one('EXTRA_MANIFEST_KIND', /cluster-scoped/, undefined, [
    '  environments: {',
    "  extraManifests: { store: { apiVersion: 'external-secrets.io/v1', kind: «'ClusterSecretStore'», metadata: { name: 'mine' } } },\n  environments: {",
  ]),
  'a namespace of two environments': one(
    'NAMESPACE_SHARED',
    /share namespace 'shop-dev' on cluster 'prod-eu'/,
    /default is 'shop-prod'/,
    ["clusters: ['dev-eu']", "clusters: ['dev-eu', 'prod-eu']"],
    ["sync: 'manual',", "sync: 'manual',\n      namespace: «'shop-dev'»,"],
  ),
  'an on-premise cluster without imagePull': one(
    'IMAGE_PULL_MISSING',
    /'prod-dc1' is on-premise, so its nodes cannot pull from Amazon ECR/,
    /externalSecrets/,
    [
      "'prod-dc1': { location: 'on-premise', storageClass: 'ceph', imagePull: { externalSecrets: 'aws' }",
      "«'prod-dc1'»: { location: 'on-premise', storageClass: 'ceph'",
    ],
  ),
  'an on-premise cluster with a private cloud database': one(
    'SERVICE_NOT_REACHABLE',
    /^environments\.prod\.auxiliaryServices\.db\.host is 'shop\.rds\.amazonaws\.com', which by default is only reachable from a private network of its cloud, but cluster 'prod-dc1' is on-premise$/,
    /links to \['google-cloud', 'aws'\]/,
    ["location: 'on-premise'", "location: 'on-premise', links: ['google-cloud']"],
    ["host: 'shop.rds.amazonaws.com'", "host: «'shop.rds.amazonaws.com'»"],
    // Without the override, this cluster uses the database of the environment.
    ["db: { provider: 'operator' }, ", ''],
  ),
  'token renewal for another registry': {
    changes: [
      ["{ type: 'ecr', account: '123456789012', region: 'eu-west-1', role: 'shop-ci' }", "{ type: 'ghcr' }"],
      ["'dev-eu': { location: 'cloud'", "«'dev-eu'»: { location: 'cloud'"],
      ["imagePull: { externalSecrets: 'aws' }", "imagePull: { «externalSecrets»: 'aws' }"],
      ["'prod-eu': { location: 'cloud', gateway", "'prod-eu': { imagePull: 'node', location: 'cloud', gateway"],
    ],
    problems: [
      { code: 'IMAGE_PULL_MISSING', message: /'dev-eu' has no imagePull, but images in ghcr\.io/, hint: /ghcr-pull/ },
      { code: 'IMAGE_PULL_UNSUPPORTED', message: /tokens of registry 'ghcr'/, hint: /secret/ },
    ],
  },
  // delivery
  'a promotion without a source': one(
    'DELIVERY_NEEDS_PROMOTION',
    /but no promoteFrom$/,
    /promoteFrom with one of: 'dev'/,
    ["      promoteFrom: 'dev',\n", ''],
    ["delivery: 'continuous-delivery'", "delivery: «'continuous-delivery'»"],
  ),
  'a promotion without approval': one(
    'DELIVERY_NEEDS_APPROVAL',
    /but no approval$/,
    /reviewers: \['@acme\/platform'\]/,
    [`      ${approval},\n`, ''],
    ["delivery: 'continuous-delivery'", "delivery: «'continuous-delivery'»"],
  ),
  'an approval without promotion': {
    changes: [
      [devLine, `${devLine}\n      «approval»: { by: 'pull-request', reviewers: ['@acme/shop'] },`],
      [
        "auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } }",
        "auxiliaryServices: { db: { provider: 'embedded', dataLoss: 'accepted' }, cache: { provider: 'embedded', dataLoss: 'accepted' } }",
      ],
    ],
    problems: [{ code: 'DELIVERY_CONFLICT', message: /environments\.dev\.approval has no effect/, hint: /Remove it/ }],
  },
  'an approval in Argo CD with automatic sync': one(
    'APPROVAL_WITHOUT_GATE',
    /Argo CD syncs automatically/,
    /sync: 'manual'/,
    ["by: 'pull-request'", "by: «'argo-cd'»"],
    ["sync: 'manual'", "sync: 'automatic'"],
  ),
  'an approval in Argo CD without groups': one(
    'APPROVAL_WITHOUT_GATE',
    /knows groups of single sign-on but no GitHub users, so nobody is allowed to sync/,
    /approval\.groups/,
    ["by: 'pull-request', reviewers: ['@acme/platform']", "by: «'argo-cd'», reviewers: ['@ada']"],
  ),
  'a promotion from itself': one('PROMOTION_CYCLE', /environments\.prod is promoted from itself/, /on the first environment/, [
    "promoteFrom: 'dev'",
    "promoteFrom: «'prod'»",
  ]),
  'a promotion with other images': one(
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
  'a standalone component with autoscaling': one('STANDALONE_SCALED', /autoscaling is set, but 'worker' is standalone/, undefined, [
    'components: { worker: { replicas: 1 } }',
    'components: { worker: { «autoscaling»: { maxReplicas: 4 } } }',
  ]),
  'replicas beside autoscaling': one(
    'REPLICAS_WITH_AUTOSCALING',
    /replicas is 3, but autoscaling decides/,
    /minReplicas/,
    ['web: { replicas: 3 }', 'web: { replicas: «3», autoscaling: { maxReplicas: 9 } }'],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'maxReplicas below minReplicas': one(
    'AUTOSCALING_RANGE',
    /maxReplicas is 3, less than minReplicas \(5\)/,
    undefined,
    ['web: { replicas: 3 }', 'web: { autoscaling: { minReplicas: 5, maxReplicas: «3» } }'],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'a component with its own mode and replicas': one('STANDALONE_SCALED', /components\.worker\.replicas is 2, but 'worker' is standalone in 'prod'/, undefined, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', replicas: «2», command: ['node', 'worker.js'] }",
  ]),
  'a volume mounted by several pods': one(
    'VOLUME_SHARED',
    /is ReadWriteOnce, but 'web' runs several pods in 'prod'/,
    /Set mode: 'standalone' on 'web', add accessModes/,
    ['web: { replicas: 3 }', "web: { replicas: 3, volumes: { «data»: { mountPath: '/data', size: '1Gi' } } }"],
  ),
  'a ReadWriteOnce volume in a job': one(
    'VOLUME_SHARED',
    /jobs\.migrate\.volumes\.cache is a ReadWriteOnce volume, which only a standalone component can have/,
    /existingClaim/,
    [worker, `${worker} },\n  jobs: { migrate: { image: 'shop', volumes: { «cache»: { mountPath: '/cache', size: '1Gi' } } }`],
  ),
  'a volume without a claim': one('VOLUME_CLAIM', /components\.worker\.volumes\.files has neither size nor existingClaim/, /Add size/, [
    worker,
    "worker: { image: 'worker', volumes: { «files»: { mountPath: '/files' } } }",
  ]),
  'a volume with two claims': one('VOLUME_CLAIM', /worker\.volumes\.data has both size and existingClaim/, /Remove size/, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', volumes: { data: { mountPath: '/data', size: '1Gi', existingClaim: «'old'» } } }",
  ]),
  'a shared volume with two sizes': one(
    'VOLUME_CLAIM',
    /worker\.volumes\.data defines the shared volume 'data' differently from components\.web\.volumes\.data/,
    /Define it once/,
    ['    web: {', "    web: { volumes: { data: { mountPath: '/data', size: '1Gi', accessModes: ['ReadWriteMany'] } },"],
    [worker, "worker: { image: 'worker', volumes: { «data»: { mountPath: '/data', size: '2Gi', accessModes: ['ReadWriteMany'] } } }"],
  ),
  'two access modes': one('WRONG_VALUE', /accessModes has 2 entries; the maximum is 1/, /one pod/, [
    worker,
    "worker: { image: 'worker', volumes: { data: { mountPath: '/data', accessModes: «['ReadWriteOnce', 'ReadWriteMany']» } } }",
  ]),
  'a volume name used by the chart': one('NAME_RESERVED', /'tmp' cannot be used as a name in components\.worker\.volumes/, /another name/, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', volumes: { «tmp»: { mountPath: '/data', size: '1Gi' } } }",
  ]),
  'a file on a writable path': one('MOUNT_DUPLICATE', /writablePaths\[0\] is '\/etc\/a', which is already a file/, /Remove/, [
    worker,
    "worker: { image: 'worker', files: { '/etc/a': '' }, writablePaths: [«'/etc/a'»] }",
  ]),
  'two files with one key': one('MOUNT_DUPLICATE', /files\['\/etc\/a_b'\] and '\/etc\/a\/b' would get the same key/, /Rename/, [
    worker,
    "worker: { image: 'worker', files: { '/etc/a/b': '', «'/etc/a_b'»: '' } }",
  ]),
  'a secret in a file': one(
    'PLAIN_TEXT_SECRET',
    /^(?!.*hunter2).*files\['\/etc\/app\.yaml'\] contains 'dbPassword' in plain text/,
    /secretKeyRef: { name: 'shop-files', key: 'app\.yaml' }/,
    [worker, "worker: { image: 'worker', files: { '/etc/app.yaml': «'level: info\\ndbPassword: hunter2\\n'» } }"],
  ),
  'a private key in a file': one('PLAIN_TEXT_SECRET', /contains a private key in plain text/, undefined, [
    worker,
    "worker: { image: 'worker', files: { '/etc/key.pem': «'-----BEGIN EC PRIVATE KEY-----\\n'» } }",
  ]),
  'a file without an absolute path': one('INVALID_NAME', /'app\.yaml' is not a valid name in components\.worker\.files/, /Absolute path/, [
    worker,
    "worker: { image: 'worker', files: { «'app.yaml'»: '' } }",
  ]),
  // fields of Kubernetes' own
  'a field of a PodSpec beside pod': one(
    'UNKNOWN_FIELD',
    /components\.worker\.dnsConfig does not exist\. Did you mean 'pod\.dnsConfig'\?/,
    /Write pod: \{ dnsConfig: … \}/,
    [worker, "worker: { image: 'worker', «dnsConfig»: { options: [] } as never }"],
  ),
  'a field of a Container beside container': one(
    'UNKNOWN_FIELD',
    /components\.worker\.envFrom does not exist\. Did you mean 'container\.envFrom'\?/,
    /container/,
    [worker, "worker: { image: 'worker', «envFrom»: [] as never }"],
  ),
  'an unknown field of a PodSpec': one(
    'UNKNOWN_FIELD',
    /components\.worker\.pod\.dnsConfig\.option does not exist\. Did you mean 'options'\?/,
    /nameservers, options, searches/,
    [worker, "worker: { image: 'worker', pod: { dnsConfig: { «option»: [] } as never } }"],
  ),
  'a wrong type in a Container, and an unknown field in an override': {
    changes: [
      [worker, "worker: { image: 'worker', container: { stdin: «'yes'» as never } }"],
      ['web: { replicas: 3 }', "web: { replicas: 3, pod: { hostAliases: [{ ip: '10.1.1.1', «hostname»: 'ldap' } as never] } }"],
    ],
    problems: [
      { code: 'WRONG_TYPE', message: /components\.worker\.container\.stdin is 'yes'; it must be true or false/ },
      { code: 'UNKNOWN_FIELD', message: /components\.web\.pod\.hostAliases\[0\]\.hostname does not exist\. Did you mean 'hostnames'\?/ },
    ],
  },
  'a quantity with a fraction, and a wrong choice': {
    changes: [
      [worker, "worker: { image: 'worker', pod: { dnsPolicy: «'Cluster'» as never }, container: { resources: { limits: { 'ephemeral-storage': «0.5» } } } }"],
    ],
    problems: [
      { code: 'WRONG_VALUE', message: /pod\.dnsPolicy is 'Cluster'; choices: 'ClusterFirst'/ },
      { code: 'WRONG_TYPE', message: /\['ephemeral-storage'\] is 0\.5; it must be a string or an integer/, hint: /'0\.5'/ },
    ],
  },
  'fields that have one of their own': {
    changes: [
      [
        worker,
        "worker: { image: 'worker', env: { MODE: 'a' }, pod: { «serviceAccountName»: 'shop', securityContext: { «runAsUser»: 1 } }, container: { «image»: 'nginx', resources: { limits: { «memory»: '1Gi' } }, env: [«{ name: 'MODE', value: 'b' }», «{ name: 'LEVEL', value: 'info' }»], ports: [«{ containerPort: 9000 }»] } }",
      ],
    ],
    problems: [
      { code: 'KUBERNETES_FIELD_RESERVED', message: /pod\.serviceAccountName/, hint: /Set serviceAccount of the component/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /pod\.securityContext\.runAsUser/, hint: /Set runAsUser/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /container\.image/, hint: /Set image/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /container\.resources\.limits\.memory/, hint: /Set resources\.limits\.memory/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /container\.env\[0\]/, hint: /env already has MODE/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /container\.env\[1\]/, hint: /Set env: \{ LEVEL: '…' \}/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /container\.ports\[0\]/, hint: /Add it to ports of the component/ },
    ],
  },
  'null where the chart generates nothing that can go': one('WRONG_TYPE', /container\.volumeMounts is null; it must be an array/, undefined, [
    worker,
    "worker: { image: 'worker', container: { volumeMounts: «null» as never } }",
  ]),
  'a secret of a container in pod': one('PLAIN_TEXT_SECRET', /pod\.initContainers\[0\]\.env\[0\] is a secret in plain text/, /secretKeyRef/, [
    worker,
    `worker: { image: 'worker', pod: { initContainers: [{ ${safe}, env: [«{ name: 'DB_PASSWORD', value: 'hunter2hunter2' }»] }] } }`,
  ]),
  'fields that the version of Kubernetes drops': one(
    'KUBERNETES_TOO_OLD',
    /^components\.worker\.pod has spec\.hostnameOverride, which Kubernetes has since 1\.35/,
    undefined,
    [worker, "worker: { image: 'worker', «pod»: { hostnameOverride: 'worker' } }"],
  ),
  'volumes and containers that the chart generates': {
    changes: [
      [
        worker,
        "worker: { image: 'worker', pod: { containers: [«{ name: 'worker', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }»], volumes: [«{ name: 'tmp', configMap: { name: 'a' } }»] } }",
      ],
    ],
    problems: [
      { code: 'KUBERNETES_FIELD_RESERVED', message: /pod\.containers\[0\]/, hint: /Set container/ },
      { code: 'KUBERNETES_FIELD_RESERVED', message: /pod\.volumes\[0\]/, hint: /emptyDir/ },
    ],
  },
  'a pod that Kubernetes rejects': {
    changes: [
      [
        worker,
        "worker: { image: 'worker', pod: { volumes: [{ name: 'a', emptyDir: {} }, «{ name: 'a', emptyDir: {} }»] }, container: { volumeMounts: [{ name: «'b'», mountPath: '/b' }] } }",
      ],
    ],
    problems: [
      { code: 'POD_INVALID', message: /volumes\[1\] has the name 'a' of an earlier item/ },
      { code: 'POD_INVALID', message: /volumeMounts\[0\]\.name is 'b', which is no volume of the pod/, hint: /'tmp', 'a'/ },
    ],
  },
  'a process that runs as root': one('RUN_AS_ROOT', /components\.worker\.runAsUser is 0/, /runAsNonRoot: false/, [
    worker,
    "worker: { image: 'worker', runAsUser: «0» }",
  ]),
  'a capability that baseline forbids': one('WRONG_VALUE', /add\[0\] is 'NET_ADMIN'; choices: /, undefined, [
    worker,
    "worker: { image: 'worker', securityContext: { capabilities: { add: [«'NET_ADMIN'»] } } }",
  ]),
  'a schedule out of range': one(
    'CRON_SCHEDULE_INVALID',
    /cronJobs\.report\.schedule is '61 3 \* \* \*'; '61' is not a valid minute \(0 to 59\)/,
    /Minute, hour/,
    [worker, `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: «'61 3 * * *'» }`],
  ),
  'a schedule with seconds': one('WRONG_VALUE', /cronJobs\.report\.schedule is '0 30 3 \* \* \*', which is not valid/, /five fields/, [
    worker,
    `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: «'0 30 3 * * *'» }`,
  ]),
  'a time zone that does not exist': one('CRON_SCHEDULE_INVALID', /timeZone is 'Europe\/Berln', which is not a time zone/, /IANA/, [
    worker,
    `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: '30 3 * * mon-fri', timeZone: «'Europe/Berln'» }`,
  ]),
  'an unknown cron job': one(
    'UNKNOWN_CRON_JOB',
    /environments\.prod\.cronJobs has 'reprt'; known cron jobs: 'report'\. Did you mean 'report'\?/,
    undefined,
    [worker, `${worker} },\n  cronJobs: { report: { image: 'shop', schedule: '*/5 0-6/2 1,15 * *' }`],
    ['web: { replicas: 3 } },', 'web: { replicas: 3 } },\n      cronJobs: { «reprt»: {} },'],
  ),
  'a cron job with a long name': one('NAME_TOO_LONG', /CronJob name 'shop-a{48}' is 53 characters long; the limit is 52/, undefined, [
    worker,
    `${worker} },\n  cronJobs: { «${'a'.repeat(48)}»: { image: 'shop', schedule: '30 3 * * *' }`,
  ]),
  'an exposed port of a ClusterIP Service': one(
    'PORT_EXPOSURE_MISMATCH',
    /worker\.ports\.ssh\.exposed is true, but the Service of 'worker' is ClusterIP, so it is not reachable from outside the cluster/,
    /LoadBalancer/,
    [worker, "worker: { image: 'worker', ports: { ssh: { containerPort: 22, exposed: «true» } } }"],
  ),
  'a load balancer without exposed ports': one(
    'PORT_EXPOSURE_MISMATCH',
    /worker\.service\.type is 'LoadBalancer', but no port of 'worker' is exposed/,
    /exposed: true/,
    [worker, "worker: { image: 'worker', service: { type: «'LoadBalancer'» } }"],
  ),
  'an invalid timeout': one('WRONG_VALUE', /routes\.\w+\.timeout is '2 minutes', which is not valid/, /as a duration/, [
    "routes: { public: { component: 'web', port: 'http' }",
    "routes: { public: { component: 'web', port: 'http', timeout: «'2 minutes'» }",
  ]),
  'an app that runs nothing': one(
    'NO_WORKLOAD',
    /components is empty and there are no cron jobs/,
    /cron job/,
    ['  components: {\n    web: {\n', '  «components»: {},\n  /* web: {\n'],
    ["  routes: { public: { component: 'web', port: 'http' } },\n", '*/\n'],
    ["      components: { worker: { replicas: 1 } },\n      routes: { public: { hosts: ['shop.dev.example.com'] } },\n", ''],
    ["      components: { web: { replicas: 3 } },\n      routes: { public: { hosts: ['shop.example.com'] } },\n", ''],
    ["        'prod-eu': { components: { web: { replicas: 5 } } },\n", ''],
  ),
  'a volume over a writable path': one('MOUNT_DUPLICATE', /writablePaths\[0\] is '\/data', where volume 'data' is already mounted/, /Remove/, [
    worker,
    "worker: { image: 'worker', mode: 'standalone', writablePaths: [«'/data'»], volumes: { data: { mountPath: '/data', size: '1Gi' } } }",
  ]),
  'a path that is always writable': one('MOUNT_DUPLICATE', /writablePaths\[0\] is '\/tmp', which is always writable/, /Remove/, [
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
  'a variable that references a later one': one('VARIABLE_ORDER', /env\.LOG_LEVEL references \$\(LOG_URL\), which has references itself/, /Write out/, [
    "LOG_LEVEL: 'info'",
    "LOG_LEVEL: «'$(LOG_URL)/x'», LOG_URL: '$(CACHE_URL)/y'",
  ]),
  'a duplicate port': one('PORT_DUPLICATE', /ports\.metrics\.containerPort is 8080, which port 'http' of 'web' uses too/, /its own/, [
    'metrics: { containerPort: 9090 }',
    'metrics: { containerPort: «8080» }',
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
  'a request over its limit': one('RESOURCES_RANGE', /resources\.requests\.memory: the memory request \(1Gi\) exceeds the limit \(512Mi\)/, /Raise the limit/, [
    worker,
    "worker: { image: 'worker', resources: { requests: { memory: «'1Gi'» } } }",
  ]),
  'a toleration of every taint by value': one(
    'TOLERATION_INVALID',
    /tolerations\[0\]\.operator: a toleration without key matches every taint/,
    /Set operator: 'Exists'/,
    [worker, "worker: { image: 'worker', tolerations: [«{ value: 'batch' }»] }"],
  ),
  'a toleration of any value that has one': one('TOLERATION_INVALID', /operator 'Exists' has the value 'batch'/, /Remove value/, [
    worker,
    "worker: { image: 'worker', tolerations: [{ key: 'pool', operator: 'Exists', value: «'batch'» }] }",
  ]),
  'a toleration that ends without an effect': one('TOLERATION_INVALID', /tolerationSeconds: it has effect 'NoSchedule'/, /Set effect: 'NoExecute'/, [
    worker,
    "worker: { image: 'worker', tolerations: [{ key: 'pool', effect: 'NoSchedule', tolerationSeconds: «60» }] }",
  ]),
  // auxiliary services
  'embedded data that may be lost': one('EMBEDDED_DATA_LOSS', /'cache' is embedded in 'prod', which requires approval/, /dataLoss: 'accepted'/, [
    "cache: { provider: 'embedded', dataLoss: 'accepted' }",
    "cache: { provider: «'embedded'» }",
  ]),
  'a service without a provider': one(
    'SERVICE_WITHOUT_PROVIDER',
    /'db' has no provider in environment 'dev'.*components\.web\.env\.DATABASE_URL reads it/,
    /db: \{ provider: 'embedded' \}/,
    ["auxiliaryServices: { db: { provider: 'embedded' }, cache: { provider: 'embedded' } }", "«auxiliaryServices»: { cache: { provider: 'embedded' } }"],
  ),
  'a password without a Secret key': one(
    'OUTPUT_WITHOUT_SECRET',
    /cache has no Secret key for password, but components\.web\.env\.CACHE_HOST reads 'cache\.password'/,
    /keys: \{ password: '…' \}/,
    ["{ from: 'cache.host' }", "{ from: 'cache.password' }"],
    ["        cache: { provider: 'external'", "        «cache»: { provider: 'external'"],
  ),
  'a URL without a Secret key': one(
    'OUTPUT_WITHOUT_SECRET',
    /cache has no Secret key for url, but components\.web\.env\.CACHE_URL reads 'cache\.url'/,
    /keys: \{ url: '…' \}/,
    ["cache: { type: 'redis' }", "cache: { type: 'custom' }"],
    ["cache: { provider: 'embedded' }", "«cache»: { provider: 'external', host: 'kafka.example.com', port: 9092 }"],
    [
      "cache: { provider: 'embedded', dataLoss: 'accepted' }",
      "cache: { provider: 'external', host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: { url: 'b' } } }",
    ],
    ["host: 'shop.abc.euw1.cache.amazonaws.com' }", "host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: { url: 'b' } } }"],
  ),
  'a Secret without keys': one(
    'WRONG_VALUE',
    /environments\.dev\.auxiliaryServices\.cache\.secret\.keys is empty; it needs at least one entry/,
    /Keys in the Secret/,
    ["cache: { type: 'redis' }", "cache: { type: 'custom' }"],
    ["cache: { provider: 'embedded' }", "cache: { provider: 'external', host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: «{}» } }"],
    [
      "cache: { provider: 'embedded', dataLoss: 'accepted' }",
      "cache: { provider: 'external', host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: { url: 'b' } } }",
    ],
    ["host: 'shop.abc.euw1.cache.amazonaws.com' }", "host: 'kafka.example.com', port: 9092, secret: { name: 'a', keys: { url: 'b' } } }"],
  ),
  'parameters of a URL that is in a Secret': one(
    'PARAMETERS_UNUSED',
    /keys\.url is the whole URL, so the parameters of 'db' have no effect: sslmode/,
    /keys: \{ username, password \}/,
    ["version: '17' }", "version: '17', parameters: { sslmode: 'require' } }"],
    ["keys: { username: 'username', password: 'password' } } }", "keys: { «url»: 'url' } } }"],
  ),
  'a parameter that is a secret': one('PLAIN_TEXT_SECRET', /parameters\.password looks like a secret/, /Secret/, [
    "version: '17' }",
    "version: '17', parameters: { password: «'hunter22'» } }",
  ]),
  'a URL key for an embedded database': one('UNKNOWN_FIELD', /keys\.url does not exist/, undefined, [
    "db: { provider: 'embedded' }",
    "db: { provider: 'embedded', secret: { name: 'shop-db', keys: { username: 'username', password: 'password', «url»: 'url' } } }",
  ]),
  'an extension that is not in the image': one(
    'EXTENSION_NOT_IN_IMAGE',
    /'postgis' is not in the image that provider 'embedded' runs in 'dev'/,
    /external/,
    ["version: '17' }", "version: '17', extensions: ['vector', «'postgis'»] }"],
    ["'prod-dc1': { auxiliaryServices: { db: { provider: 'operator' }, ", "'prod-dc1': { auxiliaryServices: { "],
    ["location: 'on-premise', storageClass", "location: 'on-premise', links: ['aws'], storageClass"],
  ),
  'a Secret with different keys': one(
    'SECRET_CONFLICT',
    /'cache' and 'db' use Secret 'shop-db' with different keys: password and password, username/,
    /own Secret/,
    [
      "host: 'shop.abc.euw1.cache.amazonaws.com' }",
      "host: 'shop.abc.euw1.cache.amazonaws.com', secret: { name: «'shop-db'», keys: { password: 'password' } } }",
    ],
  ),
  'a Secret as an extra manifest': one('EXTRA_MANIFEST_KIND', /is 'Secret', so its values would be in Git/, /ExternalSecret/, [
    '  environments: {',
    "  extraManifests: { token: { apiVersion: 'v1', kind: «'Secret'», metadata: { name: 'token' }, stringData: { token: 'x' } } },\n  environments: {",
  ]),
  'a cluster-scoped extra manifest': one('EXTRA_MANIFEST_KIND', /is 'ClusterRole', which is cluster-scoped/, undefined, [
    "      sync: 'manual',",
    "      sync: 'manual',\n      extraManifests: { role: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: «'ClusterRole'», metadata: { name: 'shop' } } },",
  ]),
  'a ServiceMonitor with the token of Prometheus': one('EXTRA_MANIFEST_READS_FILE', /endpoints\[0\]\.bearerTokenFile lets Prometheus read a file/, /Secret/, [
    "      sync: 'manual',",
    `      sync: 'manual',
      extraManifests: {
        spy: {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'ServiceMonitor',
          metadata: { name: 'spy' },
          spec: { selector: {}, endpoints: [{ port: 'http', «bearerTokenFile»: '/var/run/secrets/kubernetes.io/serviceaccount/token' }] },
        },
      },`,
  ]),
  'an extra manifest with a namespace': one('UNKNOWN_FIELD', /extraManifests\.map\.metadata\.namespace does not exist/, undefined, [
    '  environments: {',
    "  extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', «namespace»: 'kube-system' } } },\n  environments: {",
  ]),
  'an extra manifest with the name of a generated object': one(
    'EXTRA_MANIFEST_DUPLICATE',
    /metadata\.name is 'shop-web', which is the name of the chart's Service for component 'web'/,
    /another name/,
    ['  monitoring: {', "  extraManifests: { web: { apiVersion: 'v1', kind: 'Service', metadata: { name: «'shop-web'» } } },\n  monitoring: {"],
  ),
  'two extra manifests for one object': one(
    'EXTRA_MANIFEST_DUPLICATE',
    /extra manifests 'map' and 'other' are both ConfigMap 'map' in 'prod' on 'prod-dc1'/,
    /Rename/,
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
  'a date in an extra manifest': one('NOT_PLAIN_DATA', /extraManifests\.map\.data\.made is a Date; a config can contain only plain data/, /as a string/, [
    '  environments: {',
    "  extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { made: «new Date(0)» } } },\n  environments: {",
  ]),
  'null in an extra manifest': one('NOT_PLAIN_DATA', /extraManifests\.map\.data is null, which Helm treats as a deletion/, /Omit the field/, [
    '  environments: {',
    "  extraManifests: { map: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: «null» } },\n  environments: {",
  ]),
  'a patch operation without value': one('PATCH_OPERATION_INVALID', /patches\[0\]\.operations\[0\] has op 'replace', but no value/, /Add value/, [
    '  environments: {',
    "  patches: [{ output: 'app/ci', operations: [«{ op: 'replace', path: '/jobs/test/timeout-minutes' }»] }],\n  environments: {",
  ]),
  'an invalid pointer in a patch': one('WRONG_VALUE', /is 'jobs\.test'/, /JSON Pointer/, [
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
      { code: 'UNKNOWN_OUTPUT', message: /known outputs of redis: 'host', 'port', 'password', 'url'/ },
      { code: 'UNKNOWN_ENVIRONMENT', message: /Did you mean 'dev'/ },
    ],
  },
};
