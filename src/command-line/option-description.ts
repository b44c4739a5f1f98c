/** An option, for the parser and the help. */
export interface OptionDescription {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** Placeholder of the value in the help. */
  value?: string;
  choices?: readonly string[];
  /** The kinds of the command that take it. Default: all. */
  of?: readonly string[];
  description: string;
}
