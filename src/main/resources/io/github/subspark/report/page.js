"use strict";
// Brings the page to life, last of all scripts.

function start() {
  document.documentElement.classList.add("scripted");
  legends();
  if (byId("recipe")) {
    fill(byId("recipe"), figures.recipes.map((name, i) => [i, name]), 0);
    byId("recipe").addEventListener("change", () => { showRecipe(); lookBy(byId("recipe").value); });
  }
  byId("accuracy-section").hidden = !figures.labelled;
  showRecipe();
  const trained = d3.sort(new Set(figures.curves.map((curve) => curve.compression)));
  byId("curves-section").hidden = trained.length === 0;
  fill(byId("curves-compression"), trained.map((i) => [i, figures.compressions[i]]), trained[0]);
  byId("curves-compression").addEventListener("change", drawCurves);
  drawCurves();
  prepareLook();
  enhanceResults();
  let width = innerWidth;
  let timer = 0;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(timer);
    timer = setTimeout(() => { showRecipe(); drawCurves(); }, 150);
  });
}

start();
