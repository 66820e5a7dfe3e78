// @ts-check
// Asking the server for a screen's list: only a complete and understood answer counts, with its pictures already decoded.

const PATIENCE_MS = 8_000;

/** @typedef {import("./air.js").AirList & { items: { id: string, title: string }[] }} Plan */
/** @typedef {{ revision: string, shell: string, etag: string, plan: Plan, nodes: Element[] }} Answer */

/**
 * The list at the address; null where it has not changed since `etag`, or the answer is none that can be shown.
 * @param {string} address
 * @param {string} etag
 * @returns {Promise<Answer | null>}
 */
export async function askForList(address, etag) {
  const headers = etag ? { "If-None-Match": etag } : undefined;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(address, { headers, signal, cache: "no-store", credentials: "omit" });
  if (response.status === 304 || !response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("griya-screen");
  if (!(found instanceof HTMLElement)) return null;
  const plan = planOf(found);
  if (found.querySelectorAll("article").length !== Number(found.dataset.count)) return null;
  const nodes = [...found.children].map((node) => document.importNode(node, true));
  await Promise.all(nodes.flatMap((node) => [...node.querySelectorAll("img")]).map((image) => image.decode()));
  const { revision = "", shell = "" } = found.dataset;
  return { revision, shell, etag: response.headers.get("ETag") ?? "", plan, nodes };
}

/**
 * The list that a screen's element carries; throws where it carries none.
 * @param {HTMLElement} element
 * @returns {Plan}
 */
export function planOf(element) {
  const plan = JSON.parse(element.dataset.plan ?? "");
  for (const name of ["items", "hours", "takeovers"]) if (!Array.isArray(plan[name])) throw new TypeError(`no ${name}`);
  return plan;
}
