/** Thrown where something is needed that hardly any run needs: after `load`, the same can be done again. */
export class NotLoaded extends Error {
  readonly load: () => Promise<void>;
  constructor(load: () => Promise<void>) {
    super('something is not loaded yet');
    this.load = load;
  }
}
