import { ApiParam } from './describing.js';

/** What stands in paths. */
export const ApiSystemKey = (): ClassDecorator & MethodDecorator =>
  ApiParam({ name: 'key', description: 'The key of an installed phone system.', example: 'dialpad' });

export const ApiEmployeeId = (): ClassDecorator & MethodDecorator =>
  ApiParam({ name: 'employeeId', description: "The host's id of an employee.", example: 'e1' });

export const ApiCallId = (): ClassDecorator & MethodDecorator =>
  ApiParam({ name: 'callId', description: 'The `callId` of a call.', schema: { type: 'string', format: 'uuid' } });
