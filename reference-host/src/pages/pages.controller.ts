import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { dayOf } from '../views/shared/format.js';
import type { PluginNote } from '../plugins/plugin-note.js';
import { PLUGIN_NOTES } from '../plugins/plugins.js';
import { CallPage, callTitle } from '../views/call/call-page.js';
import { DataPage } from '../views/own-data/data-page.js';
import { DayPage } from '../views/day/day-page.js';
import { dayHref } from '../views/day/model.js';
import { MessagePage, type MessageModel } from '../views/message-page.js';
import { ObjectionsPage } from '../views/objections/objections-page.js';
import { RulesPage } from '../views/rules/rules-page.js';
import { SettingsPage } from '../views/settings/settings-page.js';
import { VisitEndPage } from '../views/settings/visit-end-page.js';
import { longDay } from '../views/shared/format.js';
import { html } from '../views/shared/html.js';
import { spanWords } from '../views/team/span.js';
import { TeamPage, whoseWords } from '../views/team/team-page.js';
import { callModel } from './call-model.js';
import { dataModel } from './data-model.js';
import { dayModel } from './day-model.js';
import { objectionsModel } from './objections-model.js';
import { rulesModel } from './rules-model.js';
import { sendPage } from './send-page.js';
import { startOf } from './start-of.js';
import { settingsModel } from './settings-model.js';
import { teamModel } from './team-model.js';
import { visitEndModel } from './visit-end-model.js';
import { Visitors } from './visitor.js';

const NO_TEAM: MessageModel = {
  title: 'You have no team here',
  text: 'This page shows the days of a team to whoever leads it, and nobody reports to you. Your own day is yours to see.',
  link: { href: '/my-day', words: 'Go to my day' },
};

/** The pages of Settings, of a team, of a day and of a call. */
@ApiExcludeController()
@Controller()
export class PagesController {
  constructor(
    private readonly visitors: Visitors,
    @Inject(PLUGIN_NOTES) private readonly notes: readonly PluginNote[],
  ) {}

  @Get()
  async start(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { me } = await this.visitors.of(request);
    response.redirect(startOf(me));
  }

  @Get('my-day')
  async myDay(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { me, tenant } = await this.visitors.of(request);
    response.redirect(dayHref(me.employeeId, dayOf(new Date(), tenant.timeZone)));
  }

  @Get('settings/products/phone-system')
  async settings(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await settingsModel(visitor, queryOf(request), this.notes);
    sendPage(request, response, {
      title: 'Phone System',
      path: request.path,
      me: visitor.me,
      view: html`<${SettingsPage} model=${model} />`,
      live: { page: 'settings', model },
    });
  }

  @Get('settings/products/phone-system/rules')
  async rules(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await rulesModel(visitor);
    sendPage(request, response, {
      title: 'Counting rules',
      path: request.path,
      me: visitor.me,
      view: html`<${RulesPage} model=${model} />`,
      live: { page: 'rules', model },
    });
  }

  @Get('settings/products/phone-system/visit')
  async visitEnd(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await visitEndModel(visitor, queryOf(request));
    sendPage(request, response, {
      title: model.systemName,
      path: request.path,
      me: null,
      view: html`<${VisitEndPage} model=${model} />`,
      live: { page: 'visit-end', model },
    });
  }

  @Get('team')
  async team(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = await this.visitors.of(request);
    const page = await teamModel(visitor, new URL(request.originalUrl, 'http://host').searchParams);
    if (page === null) {
      const view = html`<${MessagePage} model=${NO_TEAM} />`;
      return sendPage(request, response, { title: NO_TEAM.title, path: request.path, me: visitor.me, view });
    }
    const { model, status } = page;
    const drawing = {
      title: `${whoseWords(model)}, ${spanWords(model.query)}`,
      path: request.path,
      me: visitor.me,
      view: html`<${TeamPage} model=${model} />`,
      live: { page: 'team', model: null },
    } as const;
    sendPage(request, response, drawing, status);
  }

  @Get('objections')
  async objections(@Req() request: Request, @Res() response: Response): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await objectionsModel(visitor, queryOf(request));
    sendPage(request, response, {
      title: 'Objections',
      path: request.path,
      me: visitor.me,
      view: html`<${ObjectionsPage} model=${model} />`,
      live: { page: 'objections', model },
    });
  }

  @Get('employees/:employeeId/days/:day')
  async day(
    @Req() request: Request,
    @Res() response: Response,
    @Param('employeeId') employeeId: string,
    @Param('day') dayText: string,
  ): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await dayModel(visitor, employeeId, dayText, queryOf(request));
    sendPage(request, response, {
      title: `${longDay(model.day.day)}, ${model.employeeName}`,
      path: request.path,
      me: visitor.me,
      view: html`<${DayPage} model=${model} />`,
      live: { page: 'day', model },
    });
  }

  @Get('employees/:employeeId/data')
  async data(
    @Req() request: Request,
    @Res() response: Response,
    @Param('employeeId') employeeId: string,
  ): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await dataModel(visitor, employeeId, queryOf(request));
    sendPage(request, response, {
      title: model.own ? 'My data' : `Data of ${model.summary.employee.name}`,
      path: request.path,
      me: visitor.me,
      view: html`<${DataPage} model=${model} />`,
    });
  }

  @Get('calls/:callId')
  async call(@Req() request: Request, @Res() response: Response, @Param('callId') callId: string): Promise<void> {
    const visitor = await this.visitors.of(request);
    const model = await callModel(visitor, callId, queryOf(request));
    sendPage(request, response, {
      title: callTitle(model),
      path: request.path,
      me: visitor.me,
      view: html`<${CallPage} model=${model} />`,
      live: { page: 'call', model },
    });
  }
}

const queryOf = ({ originalUrl }: Request): URLSearchParams => new URL(originalUrl, 'http://host').searchParams;
