/** Makes the checkout runnable; `pages: false` leaves the dashboard's pages out. Exits with 1 on failure. */
export function setUp(options?: { pages?: boolean }): Promise<void>;
