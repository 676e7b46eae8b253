"use strict";

function createSubscription() {
  const card = element("article", { class: "card subscription" });
  card.parts = { url: element("p", { class: "url" }), meta: element("p", { class: "meta" }), attempts: element("ul", { class: "attempts" }) };
  card.append(card.parts.url, card.parts.meta, card.parts.attempts);
  return card;
}

function updateSubscription(card, subscription, deliveries, now) {
  const own = deliveries.filter((d) => d.subscription_id === subscription.id);
  setText(card.parts.url, subscription.url);
  const taken = own.filter((d) => d.delivered).length;
  setText(card.parts.meta, `${subscription.subscribed_events.join(", ")} · ${own.length} attempts, ${taken} delivered${subscription.inactive ? " · inactive" : ""}`);
  keyed(card.parts.attempts, own.slice(0, 8), (d) => d.id, createAttempt, (node, d) => {
    const next = d.next_attempt ? Math.ceil((new Date(d.next_attempt) - now) / 1000) : 0;
    setText(node.retry, next > 0 ? `again in ${next} s` : "");
  });
}

function createAttempt(d) {
  const retry = element("span", { class: "meta" });
  const status = d.status === 0 ? "no answer" : String(d.status);
  const node = element("li", {},
    element("span", { class: "badge " + (d.delivered ? "good" : "bad") }, status),
    element("time", {}, clockTime(d.time)),
    element("span", { class: "grow" }, `attempt ${d.attempt}${d.error ? ": " + d.error : ""}`),
    retry,
    element("span", { class: "both" },
      element("button", { type: "button", class: "small quiet", onclick: () => attempt(() => showDelivery(d.id)) }, "Payload"),
      element("button", { type: "button", class: "small resend", onclick: () => attempt(() => ask("POST", `deliveries/${d.id}/resend`)) }, "Send again"),
    ),
  );
  node.retry = retry;
  return node;
}

async function showDelivery(id) {
  const d = await ask("GET", "deliveries/" + id);
  showDetail(`${d.event}, attempt ${d.attempt}`,
    block("Delivery", `POST ${d.url}\n${d.status === 0 ? d.error : "answered " + d.status}\nevent id ${d.event_id}`),
    block("Payload", JSON.stringify(d.payload, null, 2)));
}

function createRequest(r) {
  const status = r.status === 0 ? "none" : String(r.status);
  const note = [r.fault && `fault: ${r.fault}`, r.reason].filter(Boolean).join(" · ");
  return element("button", { type: "button", class: "row", role: "listitem", onclick: () => attempt(() => showRequest(r.id)) },
    element("span", { class: "time" }, clockTime(r.time)),
    element("span", { class: "method" }, r.method),
    element("span", { class: "target" }, r.target),
    element("span", { class: "badge " + statusClass(r.status) }, status),
    note ? element("span", { class: "note" + (r.status === 0 || r.status >= 400 ? " bad" : "") }, note) : null,
  );
}

async function showRequest(id) {
  const r = await ask("GET", "requests/" + id);
  const header = (h) => Object.entries(h ?? {}).sort().map(([name, value]) => `${name}: ${value}`).join("\n");
  showDetail(`${r.method} ${r.target}`,
    block("Request", [`${r.operation ?? "unknown operation"} · ${r.host}`, header(r.request_header), r.request_body && "\n" + pretty(r.request_body)].filter(Boolean).join("\n")),
    block("Answer", [`${r.status === 0 ? "no answer" : r.status} after ${(r.micros / 1000).toFixed(1)} ms${r.fault ? " · fault: " + r.fault : ""}`, header(r.response_header), r.response_body && "\n" + pretty(r.response_body)].filter(Boolean).join("\n")));
}

function matches(r, words) {
  const text = [r.method, r.target, r.status, r.operation, r.reason, r.fault, r.host].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

function createFault(f) {
  const text = element("span");
  const node = element("li", {}, text, element("button", { type: "button", class: "small quiet", onclick: () => attempt(() => ask("DELETE", "faults/" + f.id)) }, "Remove"));
  node.text = text;
  return node;
}

function updateFault(node, f) {
  setText(node.text, `${f.kind || "delay"} on ${f.operation || "any request"}, ${f.times === 1 ? "once" : f.times + " times"}${f.delay ? ", " + f.delay : ""}`);
}
