/* Applies the reader's palette before the page is painted. */
(function () {
  var kept = __md_get("__palette");
  var color = kept && kept.color;
  if (!color && matchMedia("(prefers-color-scheme: dark)").matches) color = { scheme: "slate" };
  if (!color) return;
  for (var name of ["scheme", "primary", "accent"])
    if (color[name]) document.body.setAttribute("data-md-color-" + name, color[name]);
})();
