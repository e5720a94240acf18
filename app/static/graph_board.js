// Tells the drawing what is selected and found, and gives it a hand (graph_hand.js) that reports what the reader does in
// it: the component itself reports single clicks only. Its frame is of this origin.
(() => {
  const { state, hand } = document.currentScript.dataset;
  window.graphfraudBoard = JSON.parse(state);
  const source = new URL(hand, document.baseURI).href;
  if (window.graphfraudBoardTimer) return;
  window.graphfraudBoardTimer = setInterval(() => {
    if (new URLSearchParams(location.search).get("view") !== "graph") return;
    const frame = document.querySelector('iframe[title*="cytoscape"]');
    const inside = frame && frame.contentDocument;
    const drawing = inside && inside.getElementById("cy");
    if (!drawing || !drawing._cyreg || !drawing._cyreg.cy || !drawing._cyreg.cy.nodes().length) return;
    if (!inside.getElementById("graphfraud-hand")) {
      const script = inside.createElement("script");
      script.id = "graphfraud-hand";
      script.src = source;
      inside.head.append(script);
    }
    const show = frame.contentWindow.graphfraudShow;
    if (show) show(window.graphfraudBoard);
  }, 200);
})();
