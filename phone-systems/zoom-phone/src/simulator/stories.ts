import type { CompanyDay } from 'prodoscore-phone-systems/testing';
import type { CallMaker } from './call-maker.js';
import { groupStories } from './group-stories.js';
import type { ExpectedRecord, SimulatedCall, ZoomCast } from './model.js';
import { plainStories } from './plain-stories.js';
import type { Story } from './stage.js';
import { transferStories } from './transfer-stories.js';

/** Every story that there is. */
export const STORIES = { ...plainStories, ...groupStories, ...transferStories } as const satisfies Record<
  string,
  Story
>;

export type StoryName = keyof typeof STORIES;

/** When a day tells what, on the company's wall clock. Nobody in a story is on another call meanwhile. */
const TOLD_AT: Readonly<Record<StoryName, string>> = {
  longCall: '09:00',
  addedParticipant: '09:59:50',
  internalMessage: '11:30',
  customersMessage: '11:40',
  ringGroup: '12:00',
  missedByAll: '12:10',
  overflow: '12:20',
  abandonedQueue: '12:30',
  colleagues: '13:00',
  sharedLine: '14:20',
  forwarded: '14:30',
  parked: '14:40',
  pickedUp: '14:50',
  monitored: '15:00',
  abandonedMenu: '15:10',
  directTransfer: '15:30',
  warmTransfer: '15:45',
  missed: '16:00',
  mailboxOutside: '16:10',
  anonymous: '16:20',
  unanswered: '16:30',
  unknownWords: '16:40',
  acrossMidnight: '23:49:30',
};

/** Every story of a day by name, each person's record in it by role. */
export type DayStories = Readonly<Record<StoryName, Readonly<Record<string, ExpectedRecord>>>>;

/** What a day of a company with a cast tells, weekends included. */
export const storiesOf = (make: CallMaker, cast: ZoomCast, day: CompanyDay) =>
  Object.fromEntries(
    Object.entries(TOLD_AT).map(([name, clock]) => [
      name,
      STORIES[name as StoryName]({ make, cast, from: day.at(clock) }),
    ]),
  ) as Record<StoryName, readonly SimulatedCall[]>;
