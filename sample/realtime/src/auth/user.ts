/** Who is asking, as the rules see it: `context.user` in every permission. */
export interface User {
  readonly id: number;
  readonly name: string;
  /** What a program may do that is not a person. */
  readonly scopes?: readonly string[];
}
