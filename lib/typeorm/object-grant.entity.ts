import { Entity, Index, PrimaryColumn } from 'typeorm';

/** The longest id in a grant, in characters; MySQL indexes no longer ones. */
export const LONGEST_ID = 190;

/** The longest code in a grant, in characters. */
export const LONGEST_CODE = 100;

/** One user, or one group, holds one code for one object. Add it to the `entities` of the data source. */
@Entity('object_grants')
@Index(['resource', 'objectId'])
export class ObjectGrant {
  @PrimaryColumn('varchar', { length: 10 })
  subjectKind!: 'user' | 'group';

  /** The id of the user or the group, as text. */
  @PrimaryColumn('varchar', { length: LONGEST_ID })
  subjectId!: string;

  /** The table of the object. */
  @PrimaryColumn('varchar', { length: LONGEST_CODE })
  resource!: string;

  /** Such as `post.change`. */
  @PrimaryColumn('varchar', { length: LONGEST_CODE })
  code!: string;

  /** The primary key of the object, as text. */
  @PrimaryColumn('varchar', { length: LONGEST_ID })
  objectId!: string;
}
