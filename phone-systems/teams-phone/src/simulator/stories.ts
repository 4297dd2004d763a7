import type { CompanyDay } from 'prodoscore-phone-systems/testing';
import type { CallMaker } from './call-maker.js';
import type { TeamsCast } from './model.js';
import { oddStories } from './odd-stories.js';
import { plainStories } from './plain-stories.js';
import { queueStories } from './queue-stories.js';
import { sceneFrom } from './told.js';
import type { ToldStory } from './told.js';

/** Every story, by name. */
export const STORIES = { ...plainStories, ...queueStories, ...oddStories };

export type StoryName = keyof typeof STORIES;

/** Those that every day tells; a long wait would drown the others. */
export type DailyStory = Exclude<StoryName, 'longWait'>;

/** When each story begins, on the company's own wall clock. Nobody in a story is on another call meanwhile. */
const BEGIN: Readonly<Record<DailyStory, string>> = {
  testCall: '08:30',
  longCall: '09:00',
  addedByTelephone: '09:40',
  addedParticipant: '10:00',
  meeting: '11:00',
  voicemail: '11:30',
  customersMessage: '11:40',
  queueCall: '12:00',
  colleagueInQueue: '12:20',
  missedByColleague: '12:45',
  colleagues: '13:00',
  videoCall: '13:20',
  overflow: '13:40',
  shrinks: '14:40',
  longRinging: '15:05',
  transfer: '15:30',
  transferOut: '15:45',
  missed: '16:00',
  forwarded: '16:10',
  anonymous: '16:20',
  unanswered: '16:30',
  fromAnotherTenant: '16:50',
  emptyRecord: '17:00',
  rowOnly: '17:05',
  announcedAndGone: '17:15',
  acrossMidnight: '23:49:30',
};

/** What every day of a company with a cast tells, weekends included. */
export const storiesOf = (make: CallMaker, cast: TeamsCast, day: CompanyDay): ToldDay =>
  Object.fromEntries(
    (Object.keys(BEGIN) as DailyStory[]).map((name) => [
      name,
      STORIES[name](sceneFrom(make, cast, day.at(BEGIN[name]))),
    ]),
  ) as ToldDay;

export type ToldDay = Readonly<Record<DailyStory, ToldStory>>;

/** Every story of a day by name, each person's record in it by role. */
export type DayStories = Readonly<Record<DailyStory, ToldStory['records']>>;
