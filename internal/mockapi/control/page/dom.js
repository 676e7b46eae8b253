"use strict";

// element makes an element. Text is always text, never markup.
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

const byID = (id) => document.getElementById(id);

// keyed makes the children of a container show items, in their order. What is
// there already stays, so that focus, players and scrolling survive.
function keyed(container, items, key, create, update) {
  const before = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let place = container.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let node = before.get(id);
    before.delete(id);
    if (!node) {
      node = create(item);
      node.dataset.key = id;
    }
    if (node === place) place = place.nextElementSibling;
    else container.insertBefore(node, place);
    if (update) update(node, item);
  }
  for (const gone of before.values()) gone.remove();
}

// setText changes text only when it differs, so that a selection survives.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// ask calls the control, and tells when that fails.
async function ask(method, path, body) {
  const response = await fetch("/_mock/" + path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(answer?.error ?? response.statusText);
  return answer;
}

// attempt runs what a button does, and shows why it failed.
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    const toast = byID("toast");
    toast.textContent = error.message;
    toast.hidden = false;
    setTimeout(() => { toast.hidden = true; }, 5000);
  }
}

function showDetail(title, ...content) {
  byID("detail-title").textContent = title;
  byID("detail-body").replaceChildren(...content);
  byID("detail").showModal();
}

function block(title, text) {
  return element("div", {}, element("h3", {}, title), element("pre", { tabindex: "0" }, text));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const two = (n) => String(n).padStart(2, "0");

function clockTime(text) {
  const time = new Date(text);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

function seconds(value) {
  const whole = Math.floor(value);
  return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

function statusClass(status) {
  if (status === 0 || status >= 500) return "bad";
  if (status >= 400) return "warn";
  return status >= 300 ? "accent" : "good";
}
