export declare function hashOf(storage: string): string;
