"use strict";
// What the scripts behind this one share.

const figures = JSON.parse(document.getElementById("figures").textContent);
const byId = (id) => document.getElementById(id);
const DOWNWARDS = {draw: (context, size) => {
  const r = Math.sqrt(size / 1.3);
  context.moveTo(0, 0.67 * r);
  context.lineTo(0.87 * r, -0.58 * r);
  context.lineTo(-0.87 * r, -0.58 * r);
  context.closePath();
}};
const SHAPES = {none: d3.symbolCircle, constant: d3.symbolSquare, channel: d3.symbolTriangle, "channel-one": DOWNWARDS,
  spatial: d3.symbolDiamond, eca: d3.symbolCross, cbam: d3.symbolStar, softmax: d3.symbolWye};

const colour = (arm) => `var(--${arm in SHAPES ? arm : "quiet"})`;
const shape = (arm) => SHAPES[arm] ?? d3.symbolDiamond2;
const one = (value) => value.toFixed(1);
/** Shortened in the middle: names often differ in their last letters. */
const cut = (text, length) => (text.length > length
  ? `${text.slice(0, Math.ceil((length - 1) / 2))}…${text.slice(text.length - Math.floor((length - 1) / 2))}` : text);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function svg(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A chart of the width of its place, with a text in its stead for those who do not see it. */
function draw(place, words, options) {
  const chart = Plot.plot({
    width: Math.max(260, place.clientWidth),
    style: {background: "none", fontFamily: "inherit", fontSize: "12px"},
    ...options,
  });
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", words);
  place.replaceChildren(chart);
}

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, text]) => element("option", {value, textContent: text})));
  select.value = chosen;
}

function legends() {
  for (const place of document.querySelectorAll(".legend.arms")) {
    place.replaceChildren(...figures.arms.map((arm) => {
      const mark = svg("svg", {viewBox: "-7 -7 14 14", "aria-hidden": "true"},
        svg("path", {d: d3.symbol(shape(arm), 64)(), fill: colour(arm)}));
      return element("span", {}, mark, arm);
    }));
  }
}
