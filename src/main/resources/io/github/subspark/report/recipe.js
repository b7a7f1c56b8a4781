"use strict";
// The paper's table, attention's effect and accuracy against compression: one recipe.
function showRecipe() {
  const recipe = Number(byId("recipe")?.value ?? 0);
  document.querySelectorAll(".panel").forEach((panel, i) => { panel.hidden = i !== recipe; });
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
  draw(byId("effects"), rows.map((row) => row.sentence).join(" "), {
    height: 44 + 30 * rows.length, marginLeft: kinds ? 230 : several ? 150 : 60, marginRight: 20, marginBottom: 36,
    x: {label: "points of accuracy", labelAnchor: "center", labelArrow: "none", nice: true},
    y: {label: null, domain: rows.map((row) => row.name), tickSize: 0},
    marks: [
      Plot.gridX({strokeOpacity: 0.1}),
      Plot.ruleX([0], {strokeOpacity: 0.6}),
      Plot.ruleY(known, {y: "name", x1: "low", x2: "high", stroke: "var(--accent)", strokeWidth: 2.5}),
      Plot.dot(rows, {y: "name", x: "mean", r: 5, fill: "var(--accent)",
        title: (row) => row.sentence, tip: true}),
    ],
  });
}

function drawAccuracy(recipe) {
  const rows = figures.results
    .filter((row) => row.recipe === recipe && row.accuracy !== null && row.cell >= 0)
    .map((row) => ({...figures.cells[row.cell], accuracy: row.accuracy}))
    .map((row) => ({...row, at: figures.compressions[row.compression], kind: figures.arms[row.arm]}));
  const marks = figures.arms.flatMap((arm, i) => {
    const own = rows.filter((row) => row.kind === arm);
    const dx = 22 * (i - (figures.arms.length - 1) / 2);
    const means = d3.sort(d3.rollups(own, (all) => d3.mean(all, (row) => row.accuracy), (row) => row.compression),
      ([compression]) => compression).map(([compression, accuracy]) => ({at: figures.compressions[compression], accuracy}));
    return [
      Plot.lineY(means, {x: "at", y: "accuracy", stroke: colour(arm), strokeWidth: 2, strokeOpacity: 0.7, dx}),
      Plot.dot(own, {x: "at", y: "accuracy", fill: colour(arm), fillOpacity: 0.75, symbol: shape(arm), r: 4.5, dx,
        title: (row) => `${arm} at ${row.at}, seed ${row.seed}: ${one(row.accuracy)} %`, tip: true}),
    ];
  });
  draw(byId("accuracy"), `Accuracy of ${figures.recipes[recipe]} by compression and attention, one mark a seed; the table above has the means.`, {
    height: 340, marginLeft: 48, marginBottom: 44, insetTop: 6, insetBottom: 6,
    x: {type: "point", domain: figures.compressions, label: "compression, latent size / input size", labelAnchor: "center", labelArrow: "none", padding: 0.5},
    y: {label: "ACC %", labelArrow: "none", nice: true, grid: true},
    marks,
  });
}
