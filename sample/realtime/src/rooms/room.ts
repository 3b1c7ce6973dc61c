export interface Room {
  readonly name: string;
  readonly ownerId: number;
  /** Whether everybody who is signed in may come in. */
  readonly open: boolean;
  readonly members: { readonly userId: number }[];
}
