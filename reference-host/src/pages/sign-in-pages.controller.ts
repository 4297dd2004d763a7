import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { People } from '../people/people.js';
import { html } from '../views/shared/html.js';
import type { SurfaceMe } from '../views/shared/surface.js';
import { SignInPage, type SignInModel } from '../views/sign-in-page.js';
import { ownPath } from './own-path.js';
import { sendPage } from './send-page.js';
import { startOf } from './start-of.js';
import { SurfaceClient, SurfaceRefused } from './surface-client.js';

const LISTED = 60;

/** Signing in and out with plain forms. */
@ApiExcludeController()
@Controller()
export class SignInPagesController {
  constructor(
    private readonly people: People,
    private readonly surface: SurfaceClient,
  ) {}

  @Get('sign-in')
  form(@Query() query: Readonly<Record<string, unknown>>, @Req() request: Request, @Res() response: Response): void {
    this.draw(request, response, 200, {
      returnTo: ownPath(query['returnTo']) ?? '',
      ended: query['ended'] === '1',
      refused: null,
    });
  }

  @Post('sign-in/form')
  async signIn(
    @Body() form: Readonly<Record<string, unknown>> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = ownPath(form?.['returnTo']);
    const typed = form?.['email'];
    try {
      const answer = await this.surface.post('/sign-in', { email: typed }, request.headers.cookie);
      const me = (await answer.json()) as SurfaceMe;
      response.setHeader('Set-Cookie', answer.headers.getSetCookie());
      response.redirect(303, wanted ?? startOf(me));
    } catch (error) {
      if (!(error instanceof SurfaceRefused) || error.status !== 401) throw error;
      const refused = { email: typeof typed === 'string' ? typed : '', message: error.message };
      this.draw(request, response, 401, { returnTo: wanted ?? '', ended: false, refused });
    }
  }

  @Post('sign-out/form')
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    const answer = await this.surface.post('/sign-out', {}, request.headers.cookie);
    response.setHeader('Set-Cookie', answer.headers.getSetCookie());
    response.redirect(303, '/sign-in');
  }

  private draw(
    request: Request,
    response: Response,
    status: number,
    form: Pick<SignInModel, 'returnTo' | 'ended' | 'refused'>,
  ): void {
    const people = this.people.whoCanSignIn();
    const model: SignInModel = {
      ...form,
      people: people.slice(0, LISTED).map(({ tenant, employee }) => ({
        name: employee.name,
        email: employee.emails[0]?.trim() ?? '',
        role: employee.role,
        tenant: tenant.name,
      })),
      more: Math.max(0, people.length - LISTED),
    };
    const view = html`<${SignInPage} model=${model} />`;
    sendPage(request, response, { title: 'Sign in', path: '/sign-in', me: null, view }, status);
  }
}
