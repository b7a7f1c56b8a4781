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

function drawCurve(place, name, points) {
  const kept = points.filter((point) => !point.dropped);
  const dropped = points.filter((point) => point.dropped);
  const paint = (point) => (point.kind ? colour(point.kind) : "currentColor");
  const medians = d3.flatRollup(kept, (all) => d3.median(all, (point) => point.value), (point) => point.kind, (point) => point.epoch)
    .map(([kind, epoch, value]) => ({kind, epoch, value}));
  const ends = d3.flatRollup(dropped, (all) => d3.greatest(all, (point) => point.epoch), (point) => point.line).map(([, point]) => point);
  const seeds = new Set(points.map((point) => point.seed)).size;
  const others = ends.length ? `; ${ends.length} attempts were not kept` : "";
  draw(place, `${name} by epoch, ${seeds} seeds and their median${others}.`, {
    height: 220, marginLeft: 56, marginBottom: 36,
    x: {label: "epoch", labelAnchor: "center", labelArrow: "none", ticks: 5},
    y: {type: "log", label: null, ticks: 4, tickFormat: "~s", grid: true},
    marks: [
      Plot.line(kept, {x: "epoch", y: "value", z: "line", stroke: paint, strokeOpacity: 0.28, strokeWidth: 1}),
      Plot.line(dropped, {x: "epoch", y: "value", z: "line", stroke: "var(--wrong)", strokeDasharray: "4 3", strokeOpacity: 0.8}),
      Plot.line(medians, {x: "epoch", y: "value", z: "kind", stroke: paint, strokeWidth: 2.2}),
      Plot.dot(ends, {x: "epoch", y: "value", symbol: "times", stroke: "var(--wrong)", strokeWidth: 2, r: 5,
        title: (point) => `seed ${point.seed}: attempt ${point.attempt + 1}, not kept, ended at epoch ${point.epoch}`, tip: true}),
    ],
  });
}
