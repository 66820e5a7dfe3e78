// @ts-check
// What a screen shows at a moment, reckoned from its list and the clock alone. The same rule stands in
// `griya/showroom/rules/air.py`; both are asked the same questions by `tests/journeys/test_air.py`.

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const OFFSET_MS = 7 * 3_600_000; // West Kalimantan, all year
const FIRST_WEEKDAY = 3; // 1 January 1970 was a Thursday; bit 0 of `days` is Monday

/** @typedef {{ from?: number, until?: number, days?: number, a?: number, b?: number }} Times */
/** @typedef {Times & { id: string, ms: number, layer: number }} Entry */
/** @typedef {{ anchor: number, hours: Times[], takeovers: Entry[], items: Entry[] }} AirList */
/** @typedef {{ kind: "takeover" | "night" | "slide" | "still", id: string, since: number, until: number | null }} Showing */

/** @param {number} local milliseconds since 1970, in West Kalimantan */
const dayOf = (local) => Math.floor(local / DAY_MS);

/** @param {Times} times @param {number} day */
const hasDay = (times, day) => times.days === undefined || Boolean((times.days >> ((day + FIRST_WEEKDAY) % 7)) & 1);

/** @param {Times} times */
const hasHours = (times) => times.a !== undefined && times.b !== undefined && times.a !== times.b;

/**
 * Whether these times hold at the moment; hours that run past midnight count to the day on which they began.
 * @param {Times} times
 * @param {number} at
 */
export function isOn(times, at) {
  if (times.from !== undefined && at < times.from) return false;
  if (times.until !== undefined && at >= times.until) return false;
  const local = at + OFFSET_MS;
  const day = dayOf(local);
  const minute = local - day * DAY_MS;
  if (!hasHours(times)) return hasDay(times, day);
  const a = Number(times.a) * MINUTE_MS;
  const b = Number(times.b) * MINUTE_MS;
  if (a < b) return hasDay(times, day) && a <= minute && minute < b;
  return (minute >= a && hasDay(times, day)) || (minute < b && hasDay(times, day - 1));
}

/**
 * What a screen with this list shows at the moment.
 * @param {AirList} list
 * @param {number} at
 * @returns {Showing}
 */
export function showing(list, at) {
  const { since, until } = segment(list, at);
  const takeover = list.takeovers.find((one) => isOn(one, at));
  if (takeover) return { kind: "takeover", id: takeover.id, since, until };
  if (list.hours.length && !list.hours.some((times) => isOn(times, at))) return { kind: "night", id: "", since, until };
  const on = list.items.filter((entry) => isOn(entry, at));
  const top = Math.max(0, ...on.map((entry) => entry.layer));
  const live = on.filter((entry) => entry.layer === top);
  let passed = live.length ? (at - since) % live.reduce((sum, entry) => sum + entry.ms, 0) : 0;
  for (const entry of live) {
    if (passed < entry.ms) {
      const end = at - passed + entry.ms;
      return { kind: "slide", id: entry.id, since: at - passed, until: until === null ? end : Math.min(end, until) };
    }
    passed -= entry.ms;
  }
  return { kind: "still", id: "", since, until };
}

/**
 * The last moment up to `at` and the first after it at which what is on could change.
 * @param {AirList} list
 * @param {number} at
 */
function segment(list, at) {
  const midnight = dayOf(at + OFFSET_MS) * DAY_MS - OFFSET_MS;
  let since = at < list.anchor ? midnight : list.anchor;
  /** @type {number | null} */ let until = list.anchor > at ? list.anchor : null;
  /** @param {number} edge */
  const meet = (edge) => {
    if (edge <= at) since = Math.max(since, edge);
    else if (until === null || edge < until) until = edge;
  };
  for (const times of [...list.items, ...list.hours, ...list.takeovers]) {
    if (times.from !== undefined) meet(times.from);
    if (times.until !== undefined) meet(times.until);
    if (times.days === undefined && !hasHours(times)) continue;
    for (const day of [midnight - DAY_MS, midnight, midnight + DAY_MS]) {
      meet(day);
      if (times.a !== undefined && times.b !== undefined) {
        meet(day + times.a * MINUTE_MS);
        meet(day + times.b * MINUTE_MS);
      }
    }
  }
  return { since, until };
}
