import { fieldProblem } from './field-problem.js';

describe('what the server found wrong with a field', () => {
  const problems = [
    { field: 'note', message: 'note must be given.' },
    { field: 'weights.inbound', message: 'inbound must not be negative' },
    { field: 'dailyCap', message: 'Give a number, or null.' },
  ];

  it('is said beside the field without the field’s name', () => {
    expect(fieldProblem(problems, 'note')).toBe('This must be given.');
    expect(fieldProblem(problems, 'weights.inbound')).toBe('This must not be negative.');
    expect(fieldProblem(problems, 'dailyCap')).toBe('Give a number, or null.');
  });

  it('is nothing where nothing is wrong', () => {
    expect(fieldProblem(problems, 'weights.outbound')).toBeNull();
    expect(fieldProblem([], 'note')).toBeNull();
  });
});
