"use strict";
// What the scripts behind this one share.

const figures = JSON.parse(document.getElementById("figures").textContent);
const byId = (id) => document.getElementById(id);
const SHAPES = {none: "circle", channel: "triangle", constant: "square"};

const colour = (arm) => `var(--${arm in SHAPES ? arm : "other"})`;
const shape = (arm) => SHAPES[arm] ?? "diamond";
const one = (value) => value.toFixed(1);
const cut = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);

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
      const symbol = d3.symbol(d3[`symbol${shape(arm)[0].toUpperCase()}${shape(arm).slice(1)}`], 64)();
      const mark = svg("svg", {viewBox: "-7 -7 14 14", "aria-hidden": "true"},
        svg("path", {d: symbol, fill: colour(arm)}));
      return element("span", {}, mark, arm);
    }));
  }
}
