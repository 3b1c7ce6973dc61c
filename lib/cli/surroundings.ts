/** Imports the file at this path. */
export type Load = (path: string) => Promise<unknown>;

/** Where text goes. */
export interface Output {
  /** Whether somebody looks at it. */
  readonly isTTY: boolean;
  write(text: string): Promise<void>;
}

/** What the command finds around it. */
export interface Surroundings {
  /** The folder from which paths are read. */
  readonly folder: string;
  /** A file of this command. */
  readonly self: string;
  /** The version of this package. */
  readonly version: string;
  readonly load: Load;
  /** The path of a package for a file, if the file has it. */
  readonly resolve: (name: string, file: string) => string | undefined;
  /** Whether colours are wanted on a terminal. */
  readonly colours: boolean;
  readonly out: Output;
  readonly err: Output;
}
