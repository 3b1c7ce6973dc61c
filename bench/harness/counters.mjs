/** What the contenders of this process did. */
export const counters = { loads: 0, resolutions: 0 };
