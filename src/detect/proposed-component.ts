import type { Detected } from './detected.ts';
import type { DetectedComponent } from './detected-component.ts';
import type { DetectedDockerfile } from './dockerfile.ts';
import type { ProposedValue } from './variables.ts';

/** A process of the app with a proposal for each of its variables. */
export interface ProposedComponent extends Omit<DetectedComponent, 'variables'> {
  env: ReadonlyMap<string, Detected<ProposedValue>>;
  dockerfile?: DetectedDockerfile;
}
