import { SUBQUERY } from '../index.js';
import { dialectOf } from './dialect.js';
import type { Subjects } from './grant-subject.js';
import { grantsSql, objectIdColumn } from './grants-sql.js';
import { ObjectGrant } from './object-grant.entity.js';
import { sameObjectSql } from './same-object-sql.js';
import type { SqlSubquery, SubqueryPlace } from './sql-subquery.js';

/** The ids of the objects for which these subjects hold all of these codes. */
export class GrantedObjects implements SqlSubquery {
  readonly [SUBQUERY] = 'typeorm';
  readonly words: string;

  constructor(
    private readonly resource: string,
    private readonly codes: readonly string[],
    private readonly subjects: readonly Subjects[],
  ) {
    this.words = `granted ${codes.join(', ')}`;
  }

  /** @throws TypeError for a query of another entity than the one whose objects were granted */
  sql(place: SubqueryPlace): string {
    const { entityMetadata } = place.at.column;
    if (entityMetadata.tableName !== this.resource) {
      throw new TypeError(`These grants are for objects in ${this.resource}, and not for ${entityMetadata.name}.`);
    }
    return `(${this.codes.map((code) => this.heldSql(code, place)).join(' AND ')})`;
  }

  // one look-up in the primary key of the grants for each row, however many grants there are
  private heldSql(code: string, { at, name, dataSource, escape, newAlias, language }: SubqueryPlace): string {
    const grants = dataSource.getMetadata(ObjectGrant);
    const alias = newAlias();
    const id = escape(alias, objectIdColumn(grants));
    const condition = grantsSql(language(grants, alias), {
      resource: this.resource,
      codes: [code],
      subjects: this.subjects,
    });
    const from = `${escape(...grants.tablePath.split('.'))} ${escape(alias)}`;
    return `EXISTS (SELECT 1 FROM ${from} WHERE ${condition} AND ${sameObjectSql(at, name, id, dialectOf(dataSource))})`;
  }
}
