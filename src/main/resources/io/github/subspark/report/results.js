"use strict";
// The table of results.
function enhanceResults() {
  const table = byId("results");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const text = (row, column) => row.cells[column].textContent;
  heads.forEach((head, column) => {
    const button = element("button", {type: "button", textContent: head.textContent});
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = head.classList.contains("number") ? (row) => (text(row, column) === "" ? NaN : parseFloat(text(row, column))) : (row) => text(row, column);
      body.append(...d3.sort(rows, (a, b) => (down ? d3.descending : d3.ascending)(key(a), key(b)) || Number.isNaN(key(a)) - Number.isNaN(key(b))));
      heads.forEach((other) => { other.firstChild.textContent = other.firstChild.textContent.replace(/ [↑↓]$/, ""); });
      button.textContent += down ? " ↓" : " ↑";
    });
  });
  // What is a whole name finds that name alone, anything else what begins so; scores are not looked through.
  const known = new Map(rows.map((row) => [row, heads.flatMap((head, column) => {
    const name = head.textContent;
    if (["seed", "k"].includes(name)) return terms(`${name} ${text(row, column)}`);
    return name === "compression" || !head.classList.contains("number") ? terms(text(row, column)) : [];
  })]));
  const whole = new Set([...known.values()].flat());
  const filter = () => {
    const words = terms(byId("filter").value);
    let left = 0;
    for (const row of rows) {
      const own = known.get(row);
      row.hidden = !words.every((word) => own.some((term) => (whole.has(word) ? term === word : term.startsWith(word))));
      left += row.hidden ? 0 : 1;
    }
    byId("shown").textContent = `${left} of ${rows.length} rows`;
  };
  byId("filter").addEventListener("input", filter);
  filter();
  byId("csv").addEventListener("click", () => {
    const lines = [heads.map((head) => head.textContent.replace(/ [↑↓]$/, "")),
      ...[...body.rows].filter((row) => !row.hidden).map((row) => heads.map((head, i) => text(row, i)))];
    const file = new Blob([lines.map((line) => line.map(field).join(",") + "\r\n").join("")], {type: "text/csv"});
    const link = element("a", {href: URL.createObjectURL(file), download: "results.csv"});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

/** The words of a text; "seed 1", "k = 2" and "25 %" are one word each. */
function terms(text) {
  return text.toLowerCase().replace(/\b(seed|k)\s*=?\s*(all|\d+)\b/g, "$1=$2").replace(/(\d)\s+%/g, "$1%")
    .split(/[\s,+]+/).filter((word) => word);
}

/** RFC 4180; what a spreadsheet would take for a formula is kept a text. */
function field(text) {
  const safe = /^[=+@-]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
