// @ts-check
// Asking the server for a screen's list. Only a complete and understood answer counts; whatever else comes is a fault with
// a short name, which the screen reports and never shows.

const PATIENCE_MS = 8_000;
const VERSION = 1;

/** @typedef {{ address: string, sha: string, len: number, w: number, h: number, alt: string }} Medium */
/** @typedef {{ html: string, media: Medium[], products: string[] }} Slide */
/** @typedef {{ id: string, files: string[] }} ShellParts */
/**
 * @typedef {import("./air.js").AirList & { v: number, rev: string, shell: ShellParts, slides: Record<string, Slide>,
 *   items: { id: string, title: string }[] }} List
 */
/** @typedef {{ list: List | null, text: string, etag: string, serverMs: number, wayMs: number }} Answer */

/** Something that went wrong, by a short name for the report. */
export class Fault extends Error {
  /** @param {string} code @param {unknown} [cause] */
  constructor(code, cause) {
    super(code, { cause });
    this.code = code;
  }
}

/**
 * The short name of whatever was thrown.
 * @param {unknown} error
 * @param {string} otherwise
 */
export const codeOf = (error, otherwise) => (error instanceof Fault ? error.code : otherwise);

/**
 * The list at the address; without one where it has not changed since `etag`.
 * @param {string} address
 * @param {string} etag
 * @param {boolean} isPaired whether the screen has a secret of its own to show
 * @returns {Promise<Answer>}
 */
export async function askForList(address, etag, isPaired) {
  const headers = etag ? { "If-None-Match": etag } : undefined;
  const began = performance.now();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const credentials = isPaired ? "same-origin" : "omit";
  const response = await fetch(address, { headers, signal, cache: "no-store", credentials }).catch((error) => {
    throw new Fault("daftar-diam", error);
  });
  const wayMs = performance.now() - began;
  const answer = { serverMs: Number(response.headers.get("Server-Ms")), wayMs, etag: response.headers.get("ETag") ?? "" };
  if (response.status === 304) return { ...answer, list: null, text: "" };
  if (!response.ok || response.redirected) throw new Fault(`daftar-${response.redirected ? 302 : response.status}`);
  const text = await response.text().catch((error) => {
    throw new Fault("daftar-putus", error);
  });
  return { ...answer, list: listOf(text), text };
}

/**
 * The list that a text tells; throws where it tells none.
 * @param {string} text
 * @returns {List}
 */
export function listOf(text) {
  let list;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new Fault("daftar-json", error);
  }
  const isList =
    list?.v === VERSION &&
    typeof list.rev === "string" &&
    typeof list.anchor === "number" &&
    typeof list.shell?.id === "string" &&
    [list.items, list.hours, list.takeovers, list.shell.files].every(Array.isArray) &&
    list.items.every((/** @type {{ id: string, ms: number }} */ one) => one.ms > 0 && isSlide(list.slides?.[one.id])) &&
    [...list.takeovers.map((/** @type {{ id: string }} */ one) => one.id), "", "night"].every((id) => isSlide(list.slides?.[id]));
  if (!isList) throw new Fault("daftar-isi");
  return list;
}

/** @param {any} slide */
const isSlide = (slide) =>
  typeof slide?.html === "string" && Array.isArray(slide.products) && Array.isArray(slide.media) &&
  slide.media.every((/** @type {Medium} */ one) => typeof one.address === "string" && one.len > 0 && one.sha?.length === 64);

/**
 * Every photo of a list once, in the order of the slides.
 * @param {List} list
 */
export function mediaOf(list) {
  const all = list.items.flatMap((one) => list.slides[one.id].media);
  return [...new Map(all.map((one) => [one.sha, one])).values()];
}

/**
 * Where the list has what is due, and the name by which the stage knows it: a slide that reads the same is the same.
 * @param {import("./air.js").Showing} told
 * @param {List} list
 */
export function named(told, list) {
  const id = told.kind === "still" ? "" : told.kind === "night" ? "night" : told.id;
  return { id, name: `${id}\n${list.slides[id].html}` };
}

/**
 * Whether another picture is due than the one of this name.
 * @param {Showing | null} told @param {List | null} list @param {string} name
 */
export const isOwed = (told, list, name) => Boolean(told && list && named(told, list).name !== name);
