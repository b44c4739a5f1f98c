import type { Detected } from './detected.ts';
import type { DetectedComponent } from './detected-component.ts';
import type { DetectedDockerfile } from './dockerfile.ts';
import type { ProposedValue } from './variables.ts';

/** A process of the app, with what each of its variables is proposed to be. */
export interface ProposedComponent extends Omit<DetectedComponent, 'variables'> {
  env: ReadonlyMap<string, Detected<ProposedValue>>;
  dockerfile?: DetectedDockerfile;
}
