"use strict";

// createMedia makes the card of a media; its parts are filled by updateMedia.
function createMedia(media) {
  const card = element("article", { class: "card media" });
  card.parts = {
    thumb: element("div", { class: "thumb waiting" }),
    name: element("h3"),
    meta: element("p", { class: "meta" }),
    state: element("span", { class: "badge" }),
    button: element("button", { type: "button", class: "small" }),
    progress: element("progress", { max: "1", value: "0", "aria-label": "Processing" }),
    timeline: element("div", { class: "timeline", role: "group", "aria-label": "Clips on the time line", hidden: true }),
    scale: element("div", { class: "scale", hidden: true, "aria-hidden": "true" }, element("span", {}, "0:00"), element("span")),
    transcript: element("p", { class: "transcript", hidden: true }),
  };
  const p = card.parts;
  card.append(
    element("div", { class: "media-head" }, p.thumb, element("div", {}, p.name, p.meta), element("div", { class: "right" }, p.state, p.button)),
    p.progress, p.timeline, p.scale, p.transcript,
  );
  p.button.addEventListener("click", () => attempt(() => mediaAction(card)));
  card.id = "media-" + media.id;
  return card;
}

async function mediaAction(card) {
  if (card.media.state !== "finished") return ask("POST", "finish/" + card.media.id);
  if (card.player) {
    card.player.remove();
    card.player = null;
    card.parts.button.textContent = "Play";
    return undefined;
  }
  openPlayer(card);
  return undefined;
}

function openPlayer(card) {
  if (!card.player) {
    const files = "/_mock/files/medias/" + card.media.id;
    card.player = element("video", { class: "player", controls: true, preload: "metadata", src: files + "/file", poster: files + "/preview.jpg" });
    card.insertBefore(card.player, card.parts.timeline);
    card.parts.button.textContent = "Close";
  }
  return card.player;
}

// playFrom plays a clip's part of a media.
function playFrom(card, clip) {
  const player = openPlayer(card);
  const start = () => {
    player.currentTime = clip.start_time ?? 0;
    player.play().catch(() => {}); // A browser may want a click on the player itself.
  };
  if (player.readyState > 0) start();
  else player.addEventListener("loadedmetadata", start, { once: true });
}

function updateMedia(card, media) {
  const p = card.parts;
  card.media = media;
  const finished = media.state === "finished";
  const failed = media.has_fetch_error === true;
  setText(p.name, media.name || "(no name)");
  const facts = [media.source_file_content_type];
  if (media.source_file_duration) facts.push(seconds(media.source_file_duration));
  if (media.source_file_width) facts.push(`${media.source_file_width} × ${media.source_file_height}`);
  facts.push(media.source_url ? media.source_url : "uploaded file");
  setText(p.meta, facts.filter(Boolean).join(" · "));
  const state = failed ? "could not be fetched" : media.state;
  setText(p.state, state);
  p.state.className = "badge " + (failed ? "bad" : finished ? "good" : "accent");
  p.progress.hidden = finished;
  p.progress.value = media.progress;
  p.button.hidden = failed;
  if (!finished) setText(p.button, "Finish now");
  else if (!card.player) setText(p.button, "Play");
  if (finished && !failed && p.thumb.tagName !== "IMG") {
    const picture = element("img", { class: "thumb", alt: "", src: `/_mock/files/medias/${media.id}/preview.jpg` });
    p.thumb.replaceWith(picture);
    p.thumb = picture;
  } else if (failed) {
    p.thumb.className = "thumb failed";
  }
  updateTimeline(card, media, finished && !failed);
}

function updateTimeline(card, media, visible) {
  const p = card.parts;
  p.timeline.hidden = p.scale.hidden = p.transcript.hidden = !visible;
  const shown = JSON.stringify([media.transcription, media.source_file_duration, (media.clips ?? []).map((c) => [c.id, c.name, c.start_time, c.end_time, c.state])]);
  if (!visible || card.shown === shown) return;
  card.shown = shown;
  const clips = media.clips ?? [];
  const total = Math.max(media.source_file_duration || 120, ...clips.map((c) => c.end_time ?? 0));
  setText(p.scale.lastChild, seconds(total));
  keyed(p.timeline, clips, (clip) => clip.id, () => element("button", { type: "button" }), (button, clip) => {
    const start = clip.start_time ?? 0;
    button.style.left = `${(100 * start) / total}%`;
    button.style.width = `${(100 * (clip.end_time - start)) / total}%`;
    button.className = clip.rank == null ? "user" : "";
    button.title = `${clip.name} (${seconds(start)} to ${seconds(clip.end_time)}, ${clip.state})`;
    setText(button, clip.name);
    button.onclick = () => playFrom(card, clip);
    button.onmouseenter = button.onfocus = () => heat(card, clip.id, true);
    button.onmouseleave = button.onblur = () => heat(card, clip.id, false);
  });
  p.transcript.replaceChildren(...markTranscript(media.transcription ?? "", clips));
}

// markTranscript marks what is said in clips. Where clips overlap, a piece belongs
// to all of them.
function markTranscript(text, clips) {
  const letters = [...text];
  const spans = clips.filter((c) => (c.end_char ?? 0) > (c.start_char ?? 0)).map((c) => ({ id: c.id, name: c.name, from: c.start_char ?? 0, to: c.end_char }));
  const cuts = [...new Set([0, letters.length, ...spans.flatMap((s) => [s.from, s.to])])].filter((n) => n <= letters.length).sort((a, b) => a - b);
  return cuts.slice(1).map((to, i) => {
    const piece = letters.slice(cuts[i], to).join("");
    const within = spans.filter((s) => s.from <= cuts[i] && s.to >= to);
    if (within.length === 0) return piece;
    return element("mark", { title: within.map((s) => s.name).join(", "), "data-clips": within.map((s) => s.id).join(" ") }, piece);
  });
}

function heat(card, clipID, on) {
  for (const mark of card.querySelectorAll("mark")) {
    if (mark.dataset.clips.split(" ").includes(clipID)) mark.classList.toggle("hot", on);
  }
}
