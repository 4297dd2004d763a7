import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { People } from '../people/people.js';
import { SETTINGS_PATH } from '../views/settings/model.js';
import { html } from '../views/shared/html.js';
import type { SurfaceMe } from '../views/shared/surface.js';
import { SignInPage, type SignInModel } from '../views/sign-in-page.js';
import { ownPath } from './own-path.js';
import { sendPage } from './send-page.js';
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
    const ended = query['ended'] === '1' ? 'You were signed out. Sign in again to go on where you were.' : null;
    this.draw(request, response, 200, ownPath(query['returnTo']), ended);
  }

  @Post('sign-in/form')
  async signIn(
    @Body() form: Readonly<Record<string, unknown>> | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const wanted = ownPath(form?.['returnTo']);
    try {
      const answer = await this.surface.post('/sign-in', { email: form?.['email'] });
      const me = (await answer.json()) as SurfaceMe;
      response.setHeader('Set-Cookie', answer.headers.getSetCookie());
      response.redirect(303, wanted ?? (me.role === 'admin' ? SETTINGS_PATH : '/my-day'));
    } catch (error) {
      if (!(error instanceof SurfaceRefused) || error.status !== 401) throw error;
      this.draw(request, response, 401, wanted, error.message);
    }
  }

  @Post('sign-out/form')
  async signOut(@Req() _request: Request, @Res() response: Response): Promise<void> {
    const answer = await this.surface.post('/sign-out', {});
    response.setHeader('Set-Cookie', answer.headers.getSetCookie());
    response.redirect(303, '/sign-in');
  }

  private draw(
    request: Request,
    response: Response,
    status: number,
    returnTo: string | null,
    problem: string | null,
  ): void {
    const people = this.people.whoCanSignIn();
    const model: SignInModel = {
      people: people.slice(0, LISTED).map(({ tenant, employee }) => ({
        name: employee.name,
        email: employee.emails[0]?.trim() ?? '',
        role: employee.role,
        tenant: tenant.name,
      })),
      more: Math.max(0, people.length - LISTED),
      returnTo: returnTo ?? '',
      problem,
    };
    const view = html`<${SignInPage} model=${model} />`;
    sendPage(request, response, { title: 'Sign in', path: '/sign-in', me: null, view }, status);
  }
}
