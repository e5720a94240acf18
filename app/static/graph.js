// The drawing component speaks English only, covers the drawing with a panel that repeats what the page says in
// words, and offers an export that nobody records. Its frame is ours (same origin), so it is put right from here.
(() => {
  window.graphfraudGraph = document.currentScript.dataset;
  if (window.graphfraudGraphTimer) return;
  const css = `
    :root { color-scheme: inherit; }
    body { background: transparent !important; }
    #infopanel, #nodeActions, #toolbarExport, #toolbarExport + hr { display: none !important; }
    #container { border: 1px solid var(--gf-line); border-radius: 8px; background: var(--gf-paper) !important; }
    #cy { margin: 10px 48px 10px 10px; width: auto; height: calc(100% - 20px); }`;
  const titles = {
    toolbarRefresh: "refresh", toolbarFullscreen: "fullscreen", viewbarPlus: "in", viewbarMinus: "out",
    viewbarFit: "fit", viewbarCenter: "centre",
  };
  // A frame can come and go at any time; looking at it is cheap.
  window.graphfraudGraphTimer = setInterval(() => {
    const words = window.graphfraudGraph;
    for (const frame of document.querySelectorAll('iframe[title*="cytoscape"]')) {
      const inside = frame.contentDocument;
      if (!inside || !inside.getElementById("toolbarRefresh")) continue;
      if (inside.head && !inside.getElementById("graphfraud")) {
        const style = inside.createElement("style");
        style.id = "graphfraud";
        style.textContent = css;
        inside.head.append(style);
      }
      inside.documentElement.style.setProperty("--gf-line", words.line);
      inside.documentElement.style.setProperty("--gf-paper", words.paper);
      // Buttons appear one by one as the frame is built: the next round finds those that are not there yet.
      for (const [id, word] of Object.entries(titles)) {
        const button = inside.getElementById(id);
        if (button) button.title = words[word];
      }
    }
  }, 250);
})();
