/** Injection tokens of what the host supplies; their types are in the contract. */
export const EMPLOYEE_DIRECTORY = Symbol('EMPLOYEE_DIRECTORY');
export const TENANT_POLICY = Symbol('TENANT_POLICY');
export const HOST_ACCESS = Symbol('HOST_ACCESS');
export const SCORE_SINK = Symbol('SCORE_SINK');
/** Nothing stands under it where the host does not want to be told. */
export const ALERT_SINK = Symbol('ALERT_SINK');
