// Tells the drawing what is selected and found, and gives it a hand that reports what the reader does in it: the
// component itself reports single clicks only. Its frame is of this origin.
window.graphfraudBoard = STATE;
window.graphfraudHand = HAND;
if (!window.graphfraudBoardTimer) {
  window.graphfraudBoardTimer = setInterval(() => {
    if (new URLSearchParams(location.search).get("view") !== "graph") return;
    const frame = document.querySelector('iframe[title*="cytoscape"]');
    const inside = frame && frame.contentDocument;
    const drawing = inside && inside.getElementById("cy");
    if (!drawing || !drawing._cyreg || !drawing._cyreg.cy || !drawing._cyreg.cy.nodes().length) return;
    if (!inside.getElementById("graphfraud-hand")) {
      const script = inside.createElement("script");
      script.id = "graphfraud-hand";
      script.textContent = window.graphfraudHand;
      inside.head.append(script);
    }
    frame.contentWindow.graphfraudShow(window.graphfraudBoard);
  }, 200);
}
