/* What script adds to pages that already work: steps between changes, filters, copying, search. */
(function () {
  "use strict";
  document.documentElement.classList.add("has-js");
  var $ = function (id) { return document.getElementById(id); };
  var typing = function (event) {
    return event.ctrlKey || event.metaKey || event.altKey || /^(input|select|textarea)$/i.test(event.target.tagName);
  };

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !typing(event)) {
      var box = $("search-q") || $("head-q");
      if (box) { event.preventDefault(); box.focus(); }
    }
  });

  /* A clause named in the address that sits in a folded stretch: open it. */
  function unfold() {
    var target = location.hash && $(decodeURIComponent(location.hash.slice(1)));
    for (var at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  if (location.hash && $(decodeURIComponent(location.hash.slice(1)))) unfold();

  /* Contents: closed on narrow screens, where it would push the text away. */
  var rail = document.querySelector(".rail details");
  if (rail && matchMedia("(max-width: 76.1875em)").matches) rail.open = false;

  comparison();
  amended();
  copying();
  search();

  /* An instruction and the provisions that it changed light each other up. */
  function amended() {
    var page = document.querySelector(".amended");
    if (!page) return;
    var rows = [].slice.call(page.querySelectorAll("[data-step], [data-steps]"));
    function numbers(row) { return (row.dataset.step || row.dataset.steps).split(" "); }
    function light(event) {
      var row = event.target.closest("[data-step], [data-steps]");
      var wanted = row ? numbers(row) : [];
      rows.forEach(function (other) {
        var lit = numbers(other).some(function (n) { return wanted.indexOf(n) >= 0; });
        other.classList.toggle("lit", lit);
      });
    }
    page.addEventListener("mouseover", light);
    page.addEventListener("focusin", light);
    page.addEventListener("mouseleave", light);
  }

  function comparison() {
    var page = document.querySelector(".cmp");
    if (!page || !$("next-change")) return;
    elsewhere(page);
    var stops = [].slice.call(page.querySelectorAll(".row.stop"));
    var at = -1;
    function visible() { return stops.filter(function (row) { return row.getClientRects().length; }); }
    function go(step) {
      var open = visible();
      var beyond = $(step > 0 ? "next-change" : "prev-change").dataset.beyond;
      if (!open.length) { if (beyond) location.href = beyond; return; }
      var place = open.indexOf(stops[at]);
      if (place < 0) {
        var top = open.findIndex(function (row) { return row.getBoundingClientRect().top > 160; });
        place = step > 0 ? (top < 0 ? open.length : top) - 1 : top < 0 ? open.length : top;
      }
      if (beyond && (place + step < 0 || place + step >= open.length)) { location.href = beyond; return; }
      var row = open[(place + step + open.length) % open.length];
      at = stops.indexOf(row);
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "center" });
      history.replaceState(null, "", "#" + row.id);
      say(open.indexOf(row) + 1 + " of " + open.length);
    }
    function say(words) { $("step-count").textContent = words; }
    $("next-change").addEventListener("click", function () { go(1); });
    $("prev-change").addEventListener("click", function () { go(-1); });
    document.addEventListener("keydown", function (event) {
      if (typing(event)) return;
      if (event.key === "n" || event.key === "j") go(1);
      else if (event.key === "p" || event.key === "k") go(-1);
    });
    ["filter-type", "filter-gap"].forEach(function (id) {
      var select = $(id);
      if (!select) return;
      var field = id === "filter-type" ? "types" : "gaps";
      select.addEventListener("change", function () {
        stops.forEach(function (row) {
          var has = (row.dataset[field] || "").split(" ").indexOf(select.value) >= 0;
          row.classList.toggle("out-" + field, Boolean(select.value) && !has);
        });
        count();
      });
    });
    page.addEventListener("change", count);
    function count() {
      var open = visible().length;
      say(open + (open === 1 ? " change" : " changes"));
    }
  }

  /* A change named in the address that stands in another part of a long comparison: go there. */
  function elsewhere(page) {
    var number = Number((/^#c(\d+)$/.exec(location.hash) || [])[1]);
    if (!number || $("c" + number)) return;
    var parts = [].slice.call(page.querySelectorAll(".parts a")).filter(function (link) {
      return Number(link.dataset.from) && Number(link.dataset.from) <= number;
    });
    var best = parts.sort(function (a, b) { return b.dataset.from - a.dataset.from; })[0];
    if (best && !best.hasAttribute("aria-current")) location.replace(best.href + location.hash);
  }

  function copying() {
    var page = document.querySelector(".text-page");
    if (!page || !navigator.clipboard) return;
    var identifier = page.dataset.identifier.split("@");
    page.addEventListener("click", function (event) {
      var link = event.target.closest(".cl-id");
      if (!link) return;
      var portion = decodeURIComponent(link.hash.slice(1));
      var whole = identifier[0] + "/" + portion + "@" + identifier[1];
      navigator.clipboard.writeText(whole).then(function () {
        link.dataset.done = "Copied";
        setTimeout(function () { delete link.dataset.done; }, 1500);
      });
    });
  }

  /* Search: shards of an inverted index, as script files, so that it also works from disk. */
  function search() {
    var list = $("search-results");
    if (!list) return;
    var base = __md_scope.href.replace(/[^/]*$/, "");
    var held = {}, waiting = {};
    window.trackerIndex = function (kind, name, value) {
      held[kind + "-" + name] = value;
      (waiting[kind + "-" + name] || []).forEach(function (done) { done(value); });
      delete waiting[kind + "-" + name];
    };
    function load(kind, name) {
      var key = kind + "-" + name;
      if (key in held) return Promise.resolve(held[key]);
      return new Promise(function (done) {
        if (waiting[key]) { waiting[key].push(done); return; }
        waiting[key] = [done];
        var script = document.createElement("script");
        script.src = base + "search/" + (kind === "m" ? "meta" : key) + ".js";
        script.onerror = function () { window.trackerIndex(kind, name, null); };
        document.head.appendChild(script);
      });
    }
    function shard(word) {
      var first = word.charCodeAt(0);
      if (first >= 0xac00) return "h" + ("0" + Math.floor((first - 0xac00) / 588)).slice(-2);
      return word.slice(0, 2).replace(/[^0-9a-z]/g, "_");
    }
    var SHOWN = 30;
    var STOP = " a an and as at by for from in is it of on or that the to with ".split(" ");
    function wordsOf(query) {
      var found = [];
      (query.toLowerCase().match(/[0-9a-z]+(?:[.\-][0-9a-z]+)*|[가-힣]+/g) || []).forEach(function (word) {
        if (word >= "가") for (var i = 0; i < Math.max(1, word.length - 1); i++) found.push(word.slice(i, i + 2));
        else if (STOP.indexOf(word) < 0) found.push(word);
      });
      return found;
    }
    function unpack(packed) {
      var last = 0;
      return packed.split(" ").map(function (gap) { return (last += parseInt(gap, 36)); });
    }
    function matches(word, shardWords, prefix) {
      if (!shardWords) return [];
      if (!prefix) return shardWords[word] ? unpack(shardWords[word]) : [];
      var all = {};
      Object.keys(shardWords).forEach(function (other) {
        if (other.indexOf(word) === 0) unpack(shardWords[other]).forEach(function (n) { all[n] = 1; });
      });
      return Object.keys(all).map(Number).sort(function (a, b) { return a - b; });
    }
    var turn = 0;
    function run(query) {
      var mine = ++turn;
      var words = wordsOf(query);
      list.textContent = "";
      if (!words.length) { $("search-status").textContent = ""; return; }
      load("m", "meta").then(function (meta) {
        if (!meta) throw new Error("no index");
        return Promise.all(words.map(function (word) {
          var name = shard(word);
          return meta.shards.indexOf(name) < 0 ? null : load("w", name);
        })).then(function (found) {
          var sets = words.map(function (word, i) {
            return matches(word, found[i], i === words.length - 1 && word.length > 1);
          });
          sets.sort(function (a, b) { return a.length - b.length; });
          var hits = sets.reduce(function (kept, next) {
            var has = new Set(next);
            return kept.filter(function (n) { return has.has(n); });
          });
          var first = hits.slice(0, SHOWN);
          var shards = Array.from(new Set(first.map(function (n) { return Math.floor(n / meta.perShard); })));
          return Promise.all(shards.map(function (n) { return load("d", String(n)); })).then(function () {
            if (mine !== turn) return;
            show(first, hits.length, meta.perShard, words, query);
          });
        });
      }).catch(function () { $("search-status").textContent = "The search index is not there. Build the site again."; });
    }
    function show(hits, total, perShard, words, query) {
      var rows = hits.map(function (n) { return held["d-" + Math.floor(n / perShard)][n % perShard]; });
      var phrase = query.toLowerCase().trim();
      rows.sort(function (a, b) { return score(b) - score(a); });
      function score(row) {
        var title = row[0].toLowerCase(), text = row[2].toLowerCase(), points = 0;
        if (title.indexOf(phrase) >= 0) points += 8;
        if (text.indexOf(phrase) >= 0) points += 4;
        words.forEach(function (word) { if (title.indexOf(word) >= 0) points += 1; });
        return points;
      }
      $("search-status").textContent = total ? total + (total === 1 ? " place" : " places") + (total > rows.length ? ", the first " + rows.length + " shown" : "") : "Nothing found. All words must stand in one clause.";
      rows.forEach(function (row) {
        var item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
        link.href = base + row[1].split("#").map(encodeURI).join("#");
        link.textContent = row[0];
        marked(text, row[2], words);
        item.append(link, text);
        list.append(item);
      });
    }
    function marked(into, text, words) {
      var lower = text.toLowerCase(), at = 0;
      while (at < text.length) {
        var next = -1, length = 0;
        words.forEach(function (word) {
          var found = lower.indexOf(word, at);
          if (found >= 0 && (next < 0 || found < next)) { next = found; length = word.length; }
        });
        if (next < 0) break;
        into.append(text.slice(at, next));
        var mark = document.createElement("mark");
        mark.textContent = text.slice(next, next + length);
        into.append(mark);
        at = next + length;
      }
      into.append(text.slice(at));
    }
    var box = $("search-q"), timer;
    var asked = new URLSearchParams(location.search).get("q");
    if (asked) { box.value = asked; run(asked); }
    box.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(function () {
        history.replaceState(null, "", "?q=" + encodeURIComponent(box.value));
        run(box.value);
      }, 120);
    });
    box.form.addEventListener("submit", function (event) { event.preventDefault(); run(box.value); });
  }
})();
