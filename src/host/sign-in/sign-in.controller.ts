import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { HostAccess } from '../people/host-access.js';
import { People, type Person } from '../people/people.js';
import { Problem } from '../../support/problem.js';
import { SessionCookie } from '../session/session-cookie.js';

/** Who signs in. */
export class SignInInput {
  @ApiProperty({ example: 'dana@acme.example' })
  email: string;
}

/** The person who is signed in. */
export class Me {
  @ApiProperty() employeeId: string;
  @ApiProperty() tenantId: string;
  @ApiProperty({ enum: ['admin', 'manager', 'employee'] }) role: 'admin' | 'manager' | 'employee';
  @ApiProperty() name: string;
}

/** Signing in without a password, as only a reference host may. */
@ApiTags('reference host')
@Controller()
export class SignInController {
  constructor(
    private readonly people: People,
    private readonly access: HostAccess,
    private readonly cookie: SessionCookie,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs in the employee with this e-mail' })
  @ApiResponse({ status: 200, type: Me })
  @ApiResponse({ status: 401, description: 'Nobody active has this e-mail' })
  async signIn(@Body() input: Partial<SignInInput> | undefined, @Res() response: Response): Promise<void> {
    const person = typeof input?.email === 'string' ? this.people.findByEmail(input.email) : null;
    if (person === null) throw unknownPerson();
    const value = await this.cookie.seal({ tenantId: person.tenant.id, employeeId: person.employee.id });
    response.cookie(this.cookie.name, value, this.cookie.options).json(me(person));
  }

  @Get('me')
  @ApiOperation({ summary: 'Who is signed in' })
  @ApiResponse({ status: 200, type: Me })
  @ApiResponse({ status: 401, description: 'Nobody is signed in' })
  async whoAmI(@Req() request: Request, @Res() response: Response): Promise<void> {
    const person = await this.access.personBehind(request);
    if (person === null) throw signedOut();
    response.set('Cache-Control', 'no-store').json(me(person));
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out; harmless where nobody is signed in' })
  @ApiResponse({ status: 204 })
  signOut(@Res() response: Response): void {
    const { maxAge: _, ...options } = this.cookie.options;
    response.clearCookie(this.cookie.name, options).status(204).end();
  }
}

const unknownPerson = (): Problem =>
  new Problem(
    401,
    'unknown_person',
    'Nobody who works here has this e-mail address; check it, or ask your administrator.',
  );

const signedOut = (): Problem => new Problem(401, 'signed_out', 'Nobody is signed in: sign in and try again.');

const me = ({ tenant, employee }: Person): Me => ({
  employeeId: employee.id,
  tenantId: tenant.id,
  role: employee.role,
  name: employee.name,
});
