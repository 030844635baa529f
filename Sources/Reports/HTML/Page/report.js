"use strict";
(function () {
  // What is hidden without a script is shown, and the table that stands in for it is folded up.
  for (const tuner of document.querySelectorAll(".tuner")) {
    tuner.hidden = false;
    tune(tuner);
  }
  for (const details of document.querySelectorAll("details.instead")) details.open = false;

  // A frame that has nothing to scroll is no stop for the keyboard.
  function visitFrames() {
    for (const frame of document.querySelectorAll(".scroll")) {
      if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    }
  }
  visitFrames();
  addEventListener("resize", visitFrames);
  document.addEventListener("toggle", visitFrames, true);

  // A link to something folded up unfolds it.
  function unfold() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) return;
    for (let place = target; place !== null; place = place.parentElement) {
      if (place.tagName === "DETAILS") place.open = true;
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  if (location.hash.length > 1) unfold();

  // Paper shows everything.
  let folded = [];
  addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", function () {
    for (const details of folded) details.open = false;
    folded = [];
  });

  function tune(tuner) {
    const stops = tuner.dataset.stops.split(";").map(function (stop) {
      const parts = /^(.*) (\d+) (\d+) (\d+) (\d+)$/.exec(stop);
      return { text: parts[1], tp: +parts[2], fp: +parts[3], fn: +parts[4], tn: +parts[5] };
    });
    const own = +tuner.dataset.chosen;
    const slider = tuner.querySelector("input");
    const report = tuner.closest("details.report") ?? document;
    const places = {};
    for (const place of tuner.querySelectorAll("[data-show]")) places[place.dataset.show] = place;

    function show() {
      const stop = stops[+slider.value];
      const ratios = {
        precision: ratio(stop.tp, stop.tp + stop.fp),
        recall: ratio(stop.tp, stop.tp + stop.fn),
        fpr: ratio(stop.fp, stop.fp + stop.tn),
        f1: ratio(2 * stop.tp, 2 * stop.tp + stop.fp + stop.fn),
      };
      for (const name of ["tp", "fp", "fn", "tn"]) places[name].textContent = count(stop[name]);
      for (const name of Object.keys(ratios)) places[name].textContent = percent(ratios[name]);
      places.threshold.textContent = stop.text;
      places.own.hidden = +slider.value !== own;
      slider.setAttribute("aria-valuetext",
        stop.text + ": precision " + percent(ratios.precision) + ", recall " + percent(ratios.recall)
        + ", false positive rate " + percent(ratios.fpr));
      move("roc", ratios.fpr ?? 0, ratios.recall ?? 0);
      move("pr", ratios.recall ?? 0, ratios.precision ?? 1);
    }

    function move(name, x, y) {
      const marker = report.querySelector('[data-marker="' + name + '"]');
      if (marker === null) return;
      const area = marker.closest("svg").dataset.area.split(" ").map(Number);
      marker.setAttribute("cx", area[0] + x * (area[1] - area[0]));
      marker.setAttribute("cy", area[3] - y * (area[3] - area[2]));
    }

    slider.addEventListener("input", show);
    tuner.querySelector("button").addEventListener("click", function () {
      slider.value = own;
      show();
      slider.focus();
    });
    // A browser may remember where the slider was.
    slider.value = own;
    show();
  }

  function ratio(part, whole) { return whole === 0 ? null : part / whole; }

  function count(value) { return String(value).replace(/\B(?=(\d{3})+$)/g, ","); }

  // As the page's own: more decimals where one would hide that something is left.
  function percent(share) {
    if (share === null) return "undefined";
    let text = "";
    for (const decimals of [1, 2, 3, 4]) {
      const scale = 10 ** decimals;
      const rounded = Math.round(share * 100 * scale) / scale;
      text = rounded.toFixed(decimals);
      if (!(rounded === 100 && share !== 1) && !(rounded === 0 && share !== 0)) break;
    }
    return text + "\u202F%";
  }
})();
