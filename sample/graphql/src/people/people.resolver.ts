import { Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAny, CheckObject, IsAdminUser, isOwner, type ObjectCheck, or, Permissions } from 'nestjs-permissions';
import { PeopleService } from './people.service.js';
import { Person } from './person.js';

@Resolver(() => Person)
export class PeopleResolver {
  constructor(private readonly people: PeopleService) {}

  @Query(() => Person, { nullable: true, description: 'Who you are; null for a guest.' })
  @Permissions(AllowAny)
  me(@Context('req') { user }: { readonly user: Person | null }): Person | null {
    return user;
  }

  @Query(() => [Person], { description: 'For administrators.' })
  @Permissions(IsAdminUser)
  everybody(): readonly Person[] {
    return this.people.findAll();
  }

  /** A field with a permission of its own: it is asked once for each person that is shown. */
  @ResolveField(() => String, { nullable: true, description: 'Your own; an administrator sees all.' })
  @Permissions(or(isOwner('id'), IsAdminUser))
  async email(@Parent() person: Person, @CheckObject() check: ObjectCheck): Promise<string> {
    await check(person);
    return person.email;
  }
}
