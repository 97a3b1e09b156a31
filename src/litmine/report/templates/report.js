(() => {
  const form = document.getElementById("filter");
  const cards = [...document.querySelectorAll(".card")];
  const left = document.getElementById("left");
  const show = () => {
    const severities = new Set([...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value));
    const code = form.elements.code.value;
    const paper = form.elements.paper.value;
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    for (const card of cards) {
      const d = card.dataset;
      const text = words.length ? card.textContent.toLowerCase() : "";
      const keep = severities.has(d.severity) && (!code || d.code === code) && (!paper || d.paper === paper) && words.every((w) => text.includes(w));
      card.hidden = !keep;
      n += keep;
    }
    left.textContent = n === cards.length ? "" : `${n} of ${cards.length} shown`;
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    show();
  }
  // A link to a flag must open it even when it is folded or filtered away.
  const reach = () => {
    const card = location.hash.startsWith("#flag-") && document.getElementById(location.hash.slice(1));
    if (card) {
      card.hidden = false;
      if (card.tagName === "DETAILS") card.open = true;
      card.scrollIntoView();
    }
  };
  addEventListener("hashchange", reach);
  reach();
  addEventListener("beforeprint", () => cards.forEach((card) => { if (card.tagName === "DETAILS") card.open = true; }));
})();
