"use strict";
(() => {
  const CHUNK = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const number = (count) => count.toLocaleString("en");
  // What a reader takes for the same is found alike: capitals, quotes, ends of lines, hidden marks.
  const fold = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
      .replace(/[\u2018\u2019\u02bc]/g, "'")
      .replace(/[\u201c\u201d]/g, '"')
      .replace(/\s+/g, " ");

  // What was said is only ever put in as text, each piece set apart from the writing around it.
  function element(name, text, kind) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function where(passage) {
    const line = element("p", undefined, "where");
    if (passage.group) line.append(element("strong", passage.group), " · ");
    const factor = element("strong");
    factor.append(element("bdi", data.factors[passage.factor]));
    line.append(factor, " · ", element("bdi", data.cases[passage.case]));
    line.append(" · ", data.sides[passage.side] || passage.side, element("br"));
    line.append(element("bdi", passage.speaker || "No speaker"));
    const informant = [passage.informant, passage.level].filter(Boolean).join(", ");
    if (informant) line.append(" (", element("bdi", informant), ")");
    line.append(" · ", element("bdi", passage.source), `, turn ${passage.turn}`);
    line.append(`, segment ${passage.segment} · `, element("bdi", passage.codes));
    return line;
  }

  function said(passage) {
    // The lines of a sentence only show how its file was wrapped; those between paragraphs stay.
    const paragraphs = /\n\s*\n/.test(passage.parts.join(""));
    const text = element("p", undefined, paragraphs ? "lines" : "");
    text.dir = "auto";
    if (passage.language) text.lang = passage.language;
    const whole = element("bdi");
    passage.parts.forEach((part, place) => {
      if (part) whole.append(place % 2 ? element("mark", part) : part);
    });
    text.append(whole);
    return text;
  }

  // A list that grows by a chunk at a time, so that thousands of passages do not slow the page.
  function growing(list, more) {
    let passages = [];
    let shown = 0;
    function grow(count) {
      const items = passages.slice(shown, shown + count).map((passage) => {
        const item = element("li");
        item.append(where(passage), said(passage));
        return item;
      });
      shown += items.length;
      list.append(...items);
      const left = passages.length - shown;
      more.hidden = left === 0;
      more.textContent = `Show ${Math.min(CHUNK, left)} more of ${number(left)}`;
      return items[0];
    }
    more.addEventListener("click", () => {
      const first = grow(CHUNK);
      first.tabIndex = -1;
      first.focus();
    });
    return {
      show(given) {
        passages = given;
        shown = 0;
        list.replaceChildren();
        grow(CHUNK);
      },
      showAll: () => grow(passages.length),
    };
  }

  const counted = (count) => (count === 1 ? "1 passage" : `${number(count)} passages`);

  function setUpCells() {
    const dialog = byId("cell");
    const list = growing(byId("cell-list"), byId("cell-more"));
    function open(found, factor, beside, told) {
      const title = byId("cell-title");
      title.replaceChildren(element("bdi", data.factors[factor]), ", ", beside);
      byId("cell-count").textContent = told;
      list.show(found);
      dialog.showModal();
      dialog.scrollTop = 0;
      title.focus();
    }
    for (const button of document.querySelectorAll("#matrix .cell")) {
      button.addEventListener("click", () => {
        const [at, factor] = [Number(button.dataset.case), Number(button.dataset.factor)];
        const found = data.passages.filter((one) => one.case === at && one.factor === factor);
        const finding = button.closest("td").className.replace("-", " ");
        const told = `${counted(found.length)}; finding: ${finding}`;
        open(found, factor, element("bdi", data.cases[at]), told);
      });
    }
    for (const button of document.querySelectorAll("#comparison .cell")) {
      button.addEventListener("click", () => {
        const sides = Object.entries(data.differing[button.dataset.factor]);
        const found = sides.flatMap(([group, places]) =>
          places.map((place) => ({ ...data.passages[place], group }))
        );
        const told = sides.map(([group, places]) => `${group}: ${counted(places.length)}`);
        open(found, Number(button.dataset.factor), "group and against", told.join("; "));
      });
    }
    byId("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  function setUpList() {
    const form = byId("filters");
    if (!form) return;
    const list = growing(byId("list"), byId("more"));
    const texts = data.passages.map((one) =>
      [one.parts.join(""), one.speaker, one.informant, one.level, one.source, data.cases[one.case]]
        .map((text) => fold(text || ""))
        .join("\n")
    );
    function filter() {
      const [at, factor, side] = ["case", "factor", "side"].map((id) => byId(id).value);
      const sought = fold(byId("search").value).trim();
      const found = data.passages.filter(
        (one, place) =>
          (at === "" || one.case === Number(at)) &&
          (factor === "" || one.factor === Number(factor)) &&
          (side === "" || one.side === side) &&
          texts[place].includes(sought)
      );
      const all = counted(data.passages.length);
      const few = found.length < data.passages.length;
      byId("count").textContent = few ? `${number(found.length)} of ${all}` : all;
      list.show(found);
    }
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 120);
    });
    form.addEventListener("reset", () => setTimeout(filter));
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
    window.addEventListener("beforeprint", () => list.showAll());
  }

  function setUpSorting() {
    const table = byId("frequency-table");
    const order = [...table.tBodies].map((body) => [body, [...body.rows]]);
    const value = (row, column) => row.cells[column].dataset.value;
    const compare = {
      text: (one, other) => one.localeCompare(other),
      number: (one, other) => Number(one) - Number(other),
    };
    table.querySelectorAll(".sort").forEach((button, column) => {
      const head = button.closest("th");
      const by = column === 0 ? compare.text : compare.number;
      const cycle = column === 0 ? ["ascending", "descending"] : ["descending", "ascending"];
      button.addEventListener("click", () => {
        const next = cycle[cycle.indexOf(head.getAttribute("aria-sort")) + 1];
        table.querySelectorAll("[aria-sort]").forEach((one) => one.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        const way = { ascending: 1, descending: -1 }[next] || 0;
        const rank = (one, other) => way * by(value(one, column), value(other, column));
        const groups = order.map(([body, [first, ...codes]]) => [body, first, [...codes].sort(rank)]);
        groups.sort(([, one], [, other]) => rank(one, other));
        for (const [body, first, codes] of groups) {
          body.append(first, ...codes);
          table.append(body);
        }
        const name = button.textContent;
        byId("sorted").textContent = next ? `Sorted by ${name}, ${next}` : "In the order of the codebook";
      });
    });
  }

  // The first column stays in place: what has the focus does not lie behind it.
  function setUpFocus() {
    document.addEventListener("focusin", ({ target }) => {
      const row = target.closest("tr");
      const frame = target.closest(".wide");
      if (!row || !frame || row.cells[0].contains(target)) return;
      const hidden = row.cells[0].getBoundingClientRect().right - target.getBoundingClientRect().left;
      if (hidden > 0 && getComputedStyle(row.cells[0]).position === "sticky") {
        frame.scrollLeft -= hidden;
      }
    });
  }

  setUpCells();
  setUpFocus();
  setUpList();
  setUpSorting();
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((one) => (one.open = true));
  });
})();
