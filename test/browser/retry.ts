import { jest } from '@jest/globals';

// A busy machine can miss a moment that a person would not. What fails twice is red; the first failure is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });
