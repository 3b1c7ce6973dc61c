import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability';
import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { UserPermissionsBackend } from '../../../lib/index.js';
import { CasbinBackend } from '../../../sample/engines/casbin.backend.js';
import { CaslBackend } from '../../../sample/engines/casl.backend.js';
import { describeRights, type Holder, HOLDERS } from '../../support/backend-rights.js';

const MODEL = `
[request_definition]
r = user, resource, action, owner
[policy_definition]
p = role, resource, action, whose
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.user, p.role) && r.resource == p.resource && r.action == p.action && (p.whose == "any" || r.user == r.owner)
`;

const POLICY = `
p, viewer, post, view, any
p, author, post, add, any
p, author, post, change, own
p, author, post, delete, own
p, editor, post, change, any
p, editor, post, delete, any
p, editor, tag, view, any
g, author, viewer
g, editor, author
${HOLDERS.map(({ id, role }) => `g, user:${id}, ${role}`).join('\n')}
`;

function abilityOf({ id, role }: Holder): MongoAbility {
  const { can, build } = new AbilityBuilder<MongoAbility>(createMongoAbility);
  if (role !== 'reader') can('view', 'post');
  if (role === 'author' || role === 'editor') can('add', 'post');
  if (role === 'author') can(['change', 'delete'], 'post', { authorId: id });
  if (role === 'editor') {
    can(['change', 'delete'], 'post');
    can('view', 'tag');
  }
  return build();
}

describeRights('the default backend', () => new UserPermissionsBackend(), { objects: false });

describe('engines behind a backend', () => {
  let enforcer: Enforcer;
  beforeAll(async () => {
    enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(POLICY));
  });

  describeRights('casbin', () => new CasbinBackend(enforcer));
  describeRights('CASL', () => new CaslBackend(abilityOf));
});
