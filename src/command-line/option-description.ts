/** An option as help shows it and the parser takes it. */
export interface OptionDescription {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** What stands for the value in help. */
  value?: string;
  choices?: readonly string[];
  /** The kinds of the command that take it. Default: every one. */
  of?: readonly string[];
  description: string;
}
