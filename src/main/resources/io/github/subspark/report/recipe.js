"use strict";
// The paper's table, attention's effect and accuracy against compression: one recipe.
function showRecipe() {
  const recipe = Number(byId("recipe")?.value ?? 0);
  for (const parts of [".panel", ".effects-of"]) {
    document.querySelectorAll(parts).forEach((part, i) => { part.hidden = i !== recipe; });
  }
  if (byId("effects")) drawEffects(figures.effects[recipe] ?? []);
  if (figures.labelled) drawAccuracy(recipe);
}

function drawEffects(effects) {
  const kinds = new Set(effects.map((effect) => effect.attention)).size > 1;
  const several = kinds || new Set(effects.map((effect) => effect.against)).size > 1;
  const rows = effects.filter((effect) => effect.mean !== null)
    .map((effect) => ({...effect, name: kinds
      ? `${effect.attention}, ${effect.compression}, against ${effect.against}`
      : several ? `${effect.compression}, against ${effect.against}` : effect.compression}));
  byId("effects").parentElement.hidden = rows.length === 0;
  if (rows.length === 0) return;
  const known = rows.filter((row) => row.low !== null);
  // Where names beside the rows would leave little for the data, they stand above.
  const narrow = byId("effects").clientWidth < 520;
  draw(byId("effects"), rows.map((row) => row.sentence).join(" "), {
    height: 44 + (narrow ? 44 : 30) * rows.length, marginLeft: narrow ? 12 : kinds ? 230 : several ? 150 : 60, marginRight: 20, marginBottom: 36,
    x: {label: "points of accuracy", labelAnchor: "center", labelArrow: "none", nice: true, ticks: narrow ? 4 : undefined},
    y: {label: null, axis: narrow ? null : "left", domain: rows.map((row) => row.name), tickSize: 0},
    marks: [
      Plot.gridX({strokeOpacity: 0.1}),
      Plot.ruleX([0], {strokeOpacity: 0.6}),
      Plot.ruleY(known, {y: "name", x1: "low", x2: "high", stroke: "var(--accent)", strokeWidth: 2.5}),
      Plot.dot(rows, {y: "name", x: "mean", r: 5, fill: "var(--accent)",
        title: (row) => row.sentence, tip: true}),
      ...(narrow ? [Plot.text(rows, {y: "name", text: "name", frameAnchor: "left", textAnchor: "start", dy: -15})] : []),
    ],
  });
}

/** A mean, seen without a line to another as well. */
const DASH = {draw: (context) => context.rect(-11, -1.25, 22, 2.5)};

function drawAccuracy(recipe) {
  const rows = figures.results
    .filter((row) => row.recipe === recipe && row.accuracy !== null && row.cell >= 0)
    .map((row) => ({...figures.cells[row.cell], accuracy: row.accuracy}))
    .map((row) => ({...row, at: figures.compressions[row.compression], kind: figures.arms[row.arm]}));
  const seeds = d3.sort(new Set(rows.map((row) => row.seed)));
  const step = Math.min(22, 0.8 * Math.max(200, byId("accuracy").clientWidth - 60) / figures.compressions.length / figures.arms.length);
  const aside = Math.min(3, 0.6 * step / Math.max(1, seeds.length));
  const marks = figures.arms.flatMap((arm, i) => {
    const own = rows.filter((row) => row.kind === arm);
    const dx = step * (i - (figures.arms.length - 1) / 2);
    const means = d3.sort(d3.rollups(own, (all) => d3.mean(all, (row) => row.accuracy), (row) => row.compression),
      ([compression]) => compression).map(([compression, accuracy]) => ({at: figures.compressions[compression], accuracy}));
    return [
      Plot.lineY(means, {x: "at", y: "accuracy", stroke: colour(arm), strokeWidth: 2, strokeOpacity: 0.7, dx}),
      Plot.dot(means, {x: "at", y: "accuracy", fill: colour(arm), symbol: DASH, dx,
        title: (mean) => `${arm} at ${mean.at}, mean: ${one(mean.accuracy)} %`}),
      // Each seed a little aside, lest equal ones hide each other.
      ...seeds.map((seed, s) => Plot.dot(own.filter((row) => row.seed === seed), {x: "at", y: "accuracy",
        fill: colour(arm), fillOpacity: 0.75, symbol: shape(arm), r: 4.5, dx: dx + aside * (s - (seeds.length - 1) / 2),
        title: (row) => `${arm} at ${row.at}, seed ${row.seed}: ${one(row.accuracy)} %`, tip: true})),
    ];
  });
  draw(byId("accuracy"), `Accuracy of ${figures.recipes[recipe]} by compression and attention, one mark a seed; the table above has the means.`, {
    height: 340, marginLeft: 48, marginBottom: 44, insetTop: 6, insetBottom: 6,
    x: {type: "point", domain: figures.compressions, label: "compression, latent size / input size", labelAnchor: "center", labelArrow: "none", padding: 0.5},
    y: {label: "ACC %", labelArrow: "none", nice: true, grid: true},
    marks,
  });
}
