import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblem, forgottenBrowser, Problem } from 'prodoscore-phone-systems';
import { HostAccess } from '../people/host-access.js';
import { People, type Person, reportsOf } from '../people/people.js';
import { SessionCookie } from '../session/session-cookie.js';
import { Sessions } from '../session/sessions.service.js';

/** Who signs in. */
export class SignInInput {
  @ApiProperty({ example: 'dana@acme.example' })
  email: string;
}

/** The person who is signed in. */
export class Me {
  @ApiProperty({ example: 'e1' }) employeeId: string;
  @ApiProperty({ example: 'acme' }) tenantId: string;
  @ApiProperty({ enum: ['admin', 'manager', 'employee'] }) role: 'admin' | 'manager' | 'employee';
  @ApiProperty({ example: 'Dana Reyes' }) name: string;
  @ApiProperty({ description: 'Whether somebody who works here reports to them.' }) leads: boolean;
}

const FOREIGN = { foreign_origin: 'This request was sent by a page of another site, so nothing was changed.' };

/** Signing in without a password, as only a reference host may. */
@ApiTags('Reference host')
@Controller()
export class SignInController {
  constructor(
    private readonly people: People,
    private readonly access: HostAccess,
    private readonly cookie: SessionCookie,
    private readonly sessions: Sessions,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Signs in an employee by e-mail address',
    description:
      'Without a password: this is a host for trying things out. The answer sets the session cookie; a session that the browser had before ends.',
    security: [],
  })
  @ApiBody({ type: SignInInput })
  @ApiResponse({ status: 200, type: Me, description: 'Signed in' })
  @ApiProblem(401, { unknown_person: 'Nobody who works here has this e-mail address.' })
  @ApiProblem(403, FOREIGN)
  async signIn(
    @Body() input: Partial<SignInInput> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const person = typeof input?.email === 'string' ? this.people.findByEmail(input.email) : null;
    if (person === null) throw unknownPerson();
    // The browser forgets the id of the session that it had: nobody could end that one any more.
    await this.sessions.end(this.cookie.idIn(request.headers.cookie));
    const id = await this.sessions.begin({ tenantId: person.tenant.id, employeeId: person.employee.id });
    response.cookie(this.cookie.name, id, this.cookie.options).json(me(person));
  }

  @Get('me')
  @ApiOperation({
    summary: 'Who is signed in',
    description: 'The employee, their tenant and their role; `leads` says whether somebody reports to them.',
  })
  @ApiResponse({ status: 200, type: Me, description: 'The person who is signed in' })
  @ApiProblem(401, { signed_out: 'Nobody is signed in: sign in and try again.' })
  async whoAmI(@Req() request: Request, @Res() response: Response): Promise<void> {
    const person = await this.access.personBehind(request);
    if (person === null) throw signedOut();
    response.set('Cache-Control', 'no-store').json(me(person));
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Signs out',
    description: 'The session ends, also for copies of its cookie. Harmless where nobody is signed in.',
    security: [],
  })
  @ApiResponse({ status: 204, description: 'Nobody is signed in now' })
  @ApiProblem(403, FOREIGN)
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.sessions.end(this.cookie.idIn(request.headers.cookie));
    const { maxAge: _, ...options } = this.cookie.options;
    response.clearCookie(this.cookie.name, options);
    response
      .append('Set-Cookie', forgottenBrowser(options.secure === true))
      .status(204)
      .end();
  }
}

const unknownPerson = (): Problem =>
  new Problem(401, 'unknown_person', 'Nobody who works here has this address; check it, or ask your administrator.');

const signedOut = (): Problem => new Problem(401, 'signed_out', 'Nobody is signed in: sign in and try again.');

const me = ({ tenant, employee }: Person): Me => ({
  employeeId: employee.id,
  tenantId: tenant.id,
  role: employee.role,
  name: employee.name,
  leads: reportsOf(tenant, employee.id).length > 0,
});
