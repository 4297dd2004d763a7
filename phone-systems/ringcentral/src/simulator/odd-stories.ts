import type { RingCentralCast } from './model.js';
import { extensionOf, inside, outsiders, withheld } from './parties.js';
import { legOf, partOf } from './record-maker.js';
import type { RecordMaker } from './record-maker.js';
import { together, told } from './told.js';
import type { Clock, ToldStory } from './told.js';

const { sam, supplier, dentist, harbor } = outsiders;

/** What a day tells beside the usual: what was seen in logs, and what readers trip over. */
export const oddStories = (make: RecordMaker, cast: RingCentralCast, clock: Clock) => {
  const { company } = make;
  const to = { phoneNumber: company.mainNumber, name: company.name };
  const accepted = { action: 'Phone Call', result: 'Accepted', direction: 'Inbound' } as const;

  /** One person's telephone and mobile ring: two legs, one talk. */
  const doubled = told(
    make.inbound(cast.desk, dentist, clock('14:00', '14:00:09', '14:09'), { doubled: true }),
    'call',
  );

  /** Called from a web page: the person's own leg is a record, and the subscriber's another, whose session differs. */
  const ringOut = (): ToldStory => {
    const toCaller = make.outbound(cast.desk, harbor, clock('14:20', '14:20:05', '14:28'), { action: 'RingOut Web' });
    const toSubscriber = make.outbound(cast.desk, harbor, clock('14:20:05', '14:20:15', '14:28'), {
      action: 'RingOut Web',
    });
    const ofType = (record: typeof toCaller, legType: string) => ({
      ...record,
      legs: record.legs.map((leg) => ({ ...leg, legType })),
    });
    return together(
      told(ofType(toCaller, 'RingOutWebToCaller'), 'toCaller'),
      told(
        {
          ...ofType(toSubscriber, 'RingOutWebToSubscriber'),
          sessionId: String(BigInt(toCaller.sessionId) + 2000n),
        },
        'toSubscriber',
      ),
    );
  };

  /** Parked by one, picked up by another. */
  const parked = (): ToldStory => {
    const [first, second] = [cast.agents[0], cast.agents[1]];
    const [own, later] = [clock('14:40', '14:40', '14:42'), clock('14:42:30', '14:42:30', '14:46')];
    const base = { ...accepted, from: sam, to };
    return told(
      make.of({
        ...{ ...base, extensionId: null, startedAt: own.startedAt, endedAt: later.endedAt },
        legs: [
          { ...legOf({ ...own, endedAt: later.endedAt }, { ...base, legType: 'Accept' }), master: true },
          { ...legOf(own, { ...base, legType: 'Accept' }), extensionId: first },
          legOf(
            { startedAt: own.endedAt, endedAt: later.startedAt },
            { ...base, action: 'Park Location', legType: 'ParkLocation', result: 'Stopped' },
          ),
          { ...legOf(later, { ...base, action: 'Pickup', legType: 'Pickup' }), extensionId: second },
        ],
        parts: [partOf(first, 'inbound', own), partOf(second, 'inbound', later)],
      }),
      'parkedBy',
      'pickedUpBy',
    );
  };

  /** A supervisor listens in: that is no part in the call. */
  const monitored = (): ToldStory => {
    const record = make.inbound(cast.agents[2], supplier, clock('15:00', '15:00:07', '15:08'));
    const supervisor = inside(extensionOf(company, cast.supervisor));
    const listening = {
      ...legOf(clock('15:02', null, '15:05'), {
        ...{ action: 'Monitoring', legType: 'SilentMonitoring', result: 'Accepted', direction: 'Outbound' },
        ...{ from: supervisor, to: inside(extensionOf(company, cast.agents[2])) },
      }),
      extensionId: cast.supervisor,
    };
    return told({ ...record, legs: [...record.legs, listening] }, 'call');
  };

  /** A caller gave up in the menu: nobody's call. */
  const menuOnly = (): ToldStory => {
    const [times, menu] = [clock('15:10', null, '15:10:30'), extensionOf(company, cast.menu)];
    const at = { phoneNumber: menu.phoneNumbers[0] ?? company.mainNumber, ...inside(menu) };
    const base = { ...accepted, result: 'Hang Up', from: withheld, to: at };
    const leg = legOf(times, { ...base, legType: 'Accept' });
    return told(
      make.of({
        ...{ ...base, extensionId: cast.menu, startedAt: times.startedAt, endedAt: times.endedAt },
        legs: [{ ...leg, master: true, extensionId: cast.menu }],
        parts: [{ ...partOf(null, 'inbound', times), groupId: cast.menu }],
      }),
      'nobody',
    );
  };

  /** The number was withheld. */
  const anonymous = told(make.inbound(cast.agents[0], withheld, clock('16:20', '16:20:09', '16:24')), 'call');

  /** A word that no list has: no talk, as far as anybody knows. */
  const unknownWord = (): ToldStory => {
    const word = 'Handled by Receptionist';
    const record = make.inbound(cast.agents[0], sam, clock('16:40', null, '16:41'), { result: word });
    return told({ ...record, legs: record.legs.map((leg) => ({ ...leg, legType: 'ReceptionistCall' })) }, 'call');
  };

  /** Faxes are listed unless `type=Voice` is asked for; who checks a mailbox is in a record that is no call. */
  const noCalls = (): ToldStory => {
    const fax = make.inbound(cast.desk, dentist, clock('16:50', null, '16:50:40'), { action: 'Incoming Fax' });
    const login = make.inbound(cast.desk, withheld, clock('16:55', null, '16:56'), {
      ...{ action: 'Phone Login', result: 'Phone Login' },
    });
    return together(told({ ...fax, type: 'Fax', result: 'Received', parts: [] }), told({ ...login, parts: [] }));
  };

  return {
    doubled,
    ringOut: ringOut(),
    parked: parked(),
    monitored: monitored(),
    menuOnly: menuOnly(),
    anonymous,
    unknownWord: unknownWord(),
    noCalls: noCalls(),
  };
};
