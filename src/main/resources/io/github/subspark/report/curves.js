"use strict";
// The curves of one compression.

const TERMS = {
  total: "Total loss",
  reconstruction: "Reconstruction, ½ Σ (X − X̂)²",
  self_expression: "Self-expression, ½ Σ (Z − CZ)²",
  regularization: "Regularization, Σ C²",
};

function drawCurves() {
  const compression = Number(byId("curves-compression").value);
  const own = figures.curves.filter((curve) => curve.compression === compression);
  const panels = [["pretraining", "reconstruction", "Pretraining: reconstruction, ½ Σ (X − X̂)²"],
    ...Object.entries(TERMS).map(([term, name]) => ["finetuning", term, `Fine-tuning: ${name[0].toLowerCase()}${name.slice(1)}`])];
  const place = byId("curves");
  place.replaceChildren();
  const charts = [];
  for (const [phase, term, name] of panels) {
    const points = own.filter((curve) => curve.phase === phase && curve.terms[term]).flatMap((curve) =>
      curve.epochs.map((epoch, i) => ({epoch, value: curve.terms[term][i], kind: figures.arms[curve.arm] ?? "", dropped: curve.dropped,
        line: `${curve.arm} ${curve.seed} ${curve.attempt}`, seed: curve.seed, attempt: curve.attempt})))
      .filter((point) => point.value > 0);
    if (points.length === 0) continue;
    const inner = element("div");
    place.append(element("div", {}, element("h4", {textContent: name}), inner));
    charts.push([inner, name, points]);
  }
  // Widths are known when all have their places.
  charts.forEach(([inner, name, points]) => drawCurve(inner, name, points));
}

/** From the third epoch drawn on, where there are many: the first ones would press the rest flat. */
function heights(points) {
  const epochs = d3.sort(new Set(points.map((point) => point.epoch)));
  const begin = epochs[epochs.length > 20 ? 2 : 0];
  const [low, high] = d3.extent(points.filter((point) => point.epoch >= begin), (point) => point.value);
  return low < high ? [low, high] : [low / 2, 2 * high];
}

/** Powers of ten; within few of them also three times these, or whatever is round. */
function ticks(low, high) {
  const within = (factors) => d3.range(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)) + 1)
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`))).filter((value) => value >= low && value <= high);
  return [within([1]), within([1, 3]), within([1, 2, 5]), d3.ticks(low, high, 4)].find((values) => values.length > 2) ?? d3.ticks(low, high, 6);
}

function plain(value) {
  if (value >= 0.001 && value < 1e5) return d3.format("~r")(value);
  const [factor, power] = value.toExponential(3).split("e").map(Number);
  const raised = [...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])).join("");
  return `${factor === 1 ? "" : `${factor}·`}10${raised}`;
}

function drawCurve(place, name, points) {
  const kept = points.filter((point) => !point.dropped);
  const dropped = points.filter((point) => point.dropped);
  const paint = (point) => (point.kind ? colour(point.kind) : "currentColor");
  const medians = d3.flatRollup(kept, (all) => d3.median(all, (point) => point.value), (point) => point.kind, (point) => point.epoch)
    .map(([kind, epoch, value]) => ({kind, epoch, value}));
  const ends = d3.flatRollup(dropped, (all) => d3.greatest(all, (point) => point.epoch), (point) => point.line).map(([, point]) => point);
  const seeds = new Set(points.map((point) => point.seed)).size;
  const others = ends.length ? `; ${ends.length} attempts were not kept` : "";
  const domain = heights(points);
  draw(place, `${name} by epoch, ${seeds} seeds and their median${others}.`, {
    height: 220, marginLeft: 56, marginBottom: 36,
    x: {label: "epoch", labelAnchor: "center", labelArrow: "none", ticks: 5},
    // Not a scale of type "log": that leaves out what it takes for too many of the numbers.
    y: {transform: Math.log10, domain: domain.map(Math.log10), ticks: ticks(...domain).map(Math.log10),
      tickFormat: (power) => plain(10 ** power), label: null, grid: true},
    marks: [
      Plot.line(kept, {x: "epoch", y: "value", z: "line", stroke: paint, strokeOpacity: 0.28, strokeWidth: 1, clip: true}),
      Plot.line(dropped, {x: "epoch", y: "value", z: "line", stroke: "var(--wrong)", strokeDasharray: "4 3", strokeOpacity: 0.8, clip: true}),
      Plot.line(medians, {x: "epoch", y: "value", z: "kind", stroke: paint, strokeWidth: 2.2, clip: true}),
      Plot.dot(ends, {x: "epoch", y: "value", symbol: "times", stroke: "var(--wrong)", strokeWidth: 2, r: 5,
        title: (point) => `seed ${point.seed}: attempt ${point.attempt + 1}, not kept, ended at epoch ${point.epoch}`, tip: true}),
    ],
  });
}
