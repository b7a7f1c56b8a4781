"use strict";
// One clustering: its coefficients, its confusion matrix and its images.

/** Images of a cluster that are shown unless all are asked for. */
const FEW = 24;

const cellName = (cell) => `${figures.compressions[cell.compression]}, ${figures.arms[cell.arm]}, seed ${cell.seed}`;

function decode(text, digits) {
  return d3.range(text.length / digits).map((i) => parseInt(text.slice(i * digits, (i + 1) * digits), 36));
}

function prepareLook() {
  const cells = figures.cells.map((cell, i) => ({...cell, i}))
    .filter((cell) => cell.heat.length > 0 || figures.results.some((row) => row.cell === cell.i));
  byId("look-section").hidden = cells.length === 0;
  if (cells.length === 0) return;
  const best = d3.greatest(figures.results.filter((row) => row.recipe === 0 && row.cell >= 0), (row) => row.accuracy ?? -row.cell);
  fill(byId("look-cell"), cells.map((cell) => [cell.i, cellName(cell)]), best?.cell ?? cells[0].i);
  const recipes = d3.sort(new Set(figures.results.filter((row) => row.assignments).map((row) => row.recipe)));
  fill(byId("look-recipe"), recipes.map((i) => [i, figures.recipes[i]]), recipes[0] ?? "");
  byId("look-recipe").parentElement.hidden = recipes.length === 0;
  for (const id of ["look-cell", "look-recipe", "sheet-all"]) byId(id).addEventListener("change", look);
  if (figures.pictures) {
    const style = element("style", {textContent: `#sheet li { width: ${figures.pictures.width + 4}px; height: ${figures.pictures.height + 4}px; background-image: url(${figures.pictures.sprite}); }`});
    document.head.append(style);
  }
  look();
}

/** The recipe chosen at the head of the page, if its clusters are here. */
function lookBy(recipe) {
  const select = byId("look-recipe");
  if (![...select.options].some((option) => option.value === recipe)) return;
  select.value = recipe;
  look();
}

function look() {
  const cell = Number(byId("look-cell").value);
  const recipe = Number(byId("look-recipe").value);
  const result = figures.results.find((row) => row.cell === cell && row.recipe === recipe);
  const words = [];
  if (result?.accuracy != null) {
    words.push(`Accuracy ${one(result.accuracy)} %.`);
    const best = d3.greatest(figures.results.filter((row) => row.recipe === recipe), (row) => row.accuracy);
    if (best.cell === cell) words.push("The best of this recipe's seeds and cells, known by the labels alone; look at others before you judge.");
  } else if (!result?.assignments) {
    words.push("This cell has not been clustered by this recipe.");
  }
  byId("look-words").textContent = words.join(" ");
  drawHeat(figures.cells[cell], figures.recipes[recipe]);
  drawClusters(result);
}

function drawHeat(cell, recipe) {
  const pictures = cell.heat.map((heat) => {
    const n = heat.images;
    const borders = heat.borders.map((at) => `M${at} 0V${n}M0 ${at}H${n}`).join("");
    const share = `${one(100 * heat.within)} % of the sum of |C| lies within groups; equal entries would give ${one(100 * heat.chance)} %.`;
    const side = heat.block * Math.ceil(n / heat.block);
    const picture = svg("svg", {class: "heat", viewBox: `0 0 ${n} ${n}`, role: "img", "aria-label": `|C| sorted by ${heat.order}. ${share}`},
      svg("image", {href: heat.png, width: side, height: side}),
      svg("path", {d: heat.borders.length <= 60 ? borders : ""}));
    const other = heat.order.startsWith("clusters of ") && heat.order !== `clusters of ${recipe}`
      ? ` This is the page's only order by clusters: it does not follow the recipe chosen above, ${recipe}.` : "";
    const pixel = heat.block === 1 ? "A pixel is one entry" : `A pixel is the mean over ${heat.block} × ${heat.block} entries`;
    return element("figure", {}, picture, element("figcaption", {},
      `|C| with rows and columns sorted by ${heat.order}; lines part the groups.${other} ${share} ${pixel}; the largest 1 % are drawn alike.`));
  });
  byId("heat").replaceChildren(...(pictures.length ? pictures : [element("p", {className: "note", textContent: "This cell has no coefficients yet."})]));
}

function drawClusters(result) {
  const pictures = figures.pictures;
  const labels = pictures?.labels ? decode(pictures.labels, pictures.digits) : null;
  const assignments = result?.assignments ? decode(result.assignments, pictures?.digits ?? 1) : null;
  byId("confusion-part").hidden = !(labels && assignments);
  byId("sheet").replaceChildren();
  byId("sheet-words").textContent = assignments && pictures ? "" : "No clusters to show.";
  if (!assignments || !pictures) return;
  const matched = (cluster) => result.matched?.[cluster] ?? -1;
  const clusters = d3.sort(new Set(assignments), (cluster) => (matched(cluster) < 0 ? Infinity : matched(cluster)), (cluster) => cluster);
  if (labels) drawConfusion(assignments, labels, clusters, matched);
  drawSheet(assignments, labels, clusters, matched);
}

function drawConfusion(assignments, labels, clusters, matched) {
  const rowName = (cluster) => `${cluster} → ${matched(cluster) < 0 ? "none" : cut(figures.classes[matched(cluster)], 12)}`;
  const columns = figures.classes.map((name, i) => `${i} ${name}`);
  const cells = d3.flatRollup(d3.zip(assignments, labels), (all) => all.length, (pair) => pair[0], (pair) => pair[1])
    .map(([cluster, label, count]) => ({cluster: rowName(cluster), label: columns[label], count, right: matched(cluster) === label}));
  const side = clusters.length > 24 ? 18 : 28;
  const long = (names) => Math.max(4, d3.max(names, (name) => name.length));
  const left = 34 + 7 * long(clusters.map(rowName));
  const slant = 12 + 5 * long(figures.classes.map((name) => cut(name, 10)));
  const place = byId("confusion");
  const right = d3.sum(cells, (cell) => (cell.right ? cell.count : 0));
  draw(place, `Confusion matrix: ${right} of ${assignments.length} images on the diagonal.`, {
    width: left + slant + side * columns.length, height: 30 + slant + side * clusters.length,
    marginLeft: left, marginRight: slant, marginTop: 24 + slant, marginBottom: 6, padding: 0.06,
    x: {domain: columns, axis: "top", label: "class", labelAnchor: "left", labelArrow: "none", labelOffset: slant + 20, tickSize: 0, tickRotate: -45, tickFormat: (name) => cut(name.slice(name.indexOf(" ") + 1), 10)},
    y: {domain: clusters.map(rowName), label: "cluster", labelAnchor: "center", labelArrow: "none", labelOffset: left - 8, tickSize: 0},
    opacity: {type: "sqrt", domain: [0, d3.max(cells, (cell) => cell.count)], range: [0.12, 1]},
    marks: [
      Plot.frame({strokeOpacity: 0.2}),
      Plot.cell(cells, {x: "label", y: "cluster", fill: (cell) => (cell.right ? "var(--accent)" : "var(--wrong)"), fillOpacity: "count",
        title: (cell) => `cluster ${cell.cluster}, label ${cell.label.slice(cell.label.indexOf(" ") + 1)}: ${cell.count}`, tip: true}),
      ...(side > 20 ? [Plot.text(cells, {x: "label", y: "cluster", text: "count", fontSize: 11, fill: "var(--ink)", stroke: "var(--paper)", strokeWidth: 3})] : []),
    ],
  });
}

function drawSheet(assignments, labels, clusters, matched) {
  const {shown, names, columns, width, height, images} = figures.pictures;
  const limit = byId("sheet-all").checked ? Infinity : FEW;
  const members = d3.group(shown.map((image, place) => ({image, place, name: names[place], cluster: assignments[image],
    wrong: labels !== null && matched(assignments[image]) !== labels[image]})), (picture) => picture.cluster);
  const sizes = d3.rollup(assignments, (all) => all.length, (cluster) => cluster);
  byId("sheet").append(...clusters.map((cluster) => {
    const all = d3.sort(members.get(cluster) ?? [], (picture) => (picture.wrong ? 0 : 1), (picture) => picture.image);
    const head = element("h4", {}, `Cluster ${cluster}`);
    const label = matched(cluster) < 0 ? "no label" : `label ${figures.classes[matched(cluster)]}`;
    const count = labels ? `${d3.sum(assignments, (other, i) => other === cluster && matched(cluster) === labels[i] ? 1 : 0)} of ${sizes.get(cluster)} images right` : `${sizes.get(cluster)} images`;
    head.append(element("span", {textContent: labels ? `: ${label}, ${count}` : `: ${count}`}));
    const tiles = all.slice(0, limit).map((picture) => {
      const about = `${picture.name}${labels ? `, label ${figures.classes[labels[picture.image]]}` : ""}${picture.wrong ? ", misplaced" : ""}`;
      const tile = element("li", {title: about, className: picture.wrong ? "wrong" : ""});
      tile.setAttribute("role", "img");
      tile.setAttribute("aria-label", about);
      tile.style.backgroundPosition = `${-(picture.place % columns) * width}px ${-Math.floor(picture.place / columns) * height}px`;
      return tile;
    });
    return element("div", {}, head, element("ul", {}, ...tiles));
  }));
  const words = byId("sheet-words");
  if (labels) words.append(element("span", {className: "sample"}), " framed: not of the label that its cluster is matched to; these come first. ");
  if (limit < Infinity) words.append(`At most ${FEW} images of a cluster are shown. `);
  if (shown.length < images) words.append(`This page holds ${shown.length} of the ${images} images, evenly spaced; the counts are of all.`);
}
