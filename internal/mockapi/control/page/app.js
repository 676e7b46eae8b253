"use strict";

// latest is the newest overview, and frozen the requests while nothing follows.
let latest = null;
let frozen = null;

function render(o) {
  const now = new Date(o.now);
  setText(byID("api"), o.api);
  setText(byID("clock"), now.toLocaleString([], { dateStyle: "medium", timeStyle: "medium" }));
  setText(byID("media-count"), String(o.totals.medias));
  setText(byID("subscription-count"), String(o.totals.subscriptions));
  setText(byID("request-count"), String(o.totals.requests));
  setText(byID("fault-count"), String(o.faults.length));
  byID("media-empty").hidden = o.medias.length > 0;
  byID("webhooks-empty").hidden = o.subscriptions.length > 0;
  byID("fault-clear").hidden = o.faults.length < 2;
  keyed(byID("media-list"), o.medias, (m) => m.id, createMedia, updateMedia);
  keyed(byID("subscription-list"), o.subscriptions, (s) => s.id, createSubscription, (node, s) => updateSubscription(node, s, o.deliveries, now));
  keyed(byID("fault-list"), o.faults, (f) => String(f.id), createFault, updateFault);
  renderRequests();
}

function renderRequests() {
  const words = byID("request-filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const requests = (frozen ?? latest?.requests ?? []).filter((r) => matches(r, words));
  byID("requests-empty").hidden = requests.length > 0;
  setText(byID("requests-empty"), words.length > 0 ? "No request matches the filter." : "No requests yet.");
  keyed(byID("request-list"), requests, (r) => r.id, createRequest);
}

function connect() {
  const connection = byID("connection");
  const events = new EventSource("/_mock/events");
  events.addEventListener("overview", (event) => {
    latest = JSON.parse(event.data);
    connection.className = "live";
    setText(connection, "Live");
    render(latest);
  });
  events.addEventListener("error", () => {
    connection.className = "";
    setText(connection, "The mock does not answer. Trying again…");
  });
}

async function fillFaultForm() {
  const { kinds, operations } = await ask("GET", "faults");
  byID("fault-kind").replaceChildren(...kinds.map((kind) => element("option", {}, kind)));
  byID("fault-kind").value = "500 before";
  byID("fault-operation").replaceChildren(element("option", { value: "" }, "any request"), ...operations.map((name) => element("option", {}, name)));
}

function onClick(id, action) {
  byID(id).addEventListener("click", () => attempt(action));
}

onClick("finish", () => ask("POST", "finish"));
onClick("advance", () => ask("POST", "clock", { advance: "1h" }));
onClick("reset", async () => {
  if (confirm("Forget all objects, faults, deliveries and requests?")) await ask("POST", "reset");
});
onClick("fault-clear", () => ask("DELETE", "faults"));
onClick("request-clear", () => ask("DELETE", "requests"));
byID("fault-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  attempt(() => ask("POST", "faults", { kind: form.get("kind"), operation: form.get("operation"), times: Number(form.get("times")) }));
});
byID("request-filter").addEventListener("input", renderRequests);
byID("follow").addEventListener("change", (event) => {
  frozen = event.target.checked ? null : latest?.requests ?? [];
  renderRequests();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, select, dialog")) {
    event.preventDefault();
    byID("request-filter").focus();
  }
});

attempt(fillFaultForm);
connect();
