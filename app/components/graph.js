// The drawing component speaks English only, covers the drawing with a panel that repeats what the page says in
// words, and offers an export that nobody records. Its frame is ours (same origin), so it is put right from here.
window.graphfraudGraph = {
  toolbarRefresh: "%refresh%", toolbarFullscreen: "%fullscreen%", viewbarPlus: "%in%", viewbarMinus: "%out%",
  viewbarFit: "%fit%", viewbarCenter: "%centre%",
};
if (!window.graphfraudGraphTimer) {
  const css = `
    #infopanel, #nodeActions, #toolbarExport, #toolbarExport + hr { display: none !important; }
    #container { border: 1px solid #dde4ea; border-radius: 8px; }
    #cy { margin: 10px 48px 10px 10px; width: auto; height: calc(100% - 20px); }`;
  // A frame can come and go at any time; looking at it is cheap.
  window.graphfraudGraphTimer = setInterval(() => {
    for (const frame of document.querySelectorAll('iframe[title*="cytoscape"]')) {
      const inside = frame.contentDocument;
      if (!inside || !inside.getElementById("toolbarRefresh")) continue;
      if (inside.head && !inside.getElementById("graphfraud")) {
        const style = inside.createElement("style");
        style.id = "graphfraud";
        style.textContent = css;
        inside.head.append(style);
      }
      // Buttons appear one by one as the frame is built: the next round finds those that are not there yet.
      for (const [id, title] of Object.entries(window.graphfraudGraph)) {
        const button = inside.getElementById(id);
        if (button) button.title = title;
      }
    }
  }, 250);
}
