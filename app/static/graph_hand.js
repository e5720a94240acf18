// Runs in the frame of the drawing: reports selections, moves and double clicks, and shows tooltips.
(() => {
  const cy = document.getElementById("cy")._cyreg.cy;
  const MARGIN = 36, STILL = 4, WAIT = 250;
  // Two nodes alone would fill the frame otherwise; at this size every name can be read.
  cy.maxZoom(1.6);
  let quiet = false, shown = "", looked = "", waiting = 0, moved = new Map(), grabbed = {};

  const say = (action, data) => window.parent.postMessage({
    isStreamlitMessage: true, type: "streamlit:setComponentValue", dataType: "json",
    value: { action, data, timestamp: Date.now() },
  }, "*");
  const soon = (work) => { clearTimeout(waiting); waiting = setTimeout(work, WAIT); };
  const ids = () => cy.nodes(":selected").map((node) => node.id());

  cy.on("select unselect", "node, edge", () => {
    if (quiet) return;
    soon(() => say("selected", { ids: ids(), line: cy.edges(":selected").map((edge) => edge.id())[0] || "" }));
  });
  cy.on("dbltap", "node", (event) => { clearTimeout(waiting); say("expand", { ids: [event.target.id()] }); });
  cy.on("grab", "node", (event) => { grabbed[event.target.id()] = { ...event.target.position() }; });
  cy.on("dragfree", "node", (event) => {
    const id = event.target.id(), at = event.target.position(), from = grabbed[id];
    if (from && Math.hypot(at.x - from.x, at.y - from.y) < STILL) return;
    moved.set(id, [id, at.x, at.y]);
    soon(() => { say("moved", { places: [...moved.values()], ids: ids() }); moved = new Map(); });
  });

  const tip = document.createElement("div");
  tip.id = "graphfraud-tip";
  tip.style.cssText = "position:absolute;z-index:9;display:none;pointer-events:none;white-space:pre-line;max-width:320px;" +
    "padding:6px 10px;border-radius:6px;background:#1a2530;color:#fff;font:12px/1.5 'Noto Sans SC','Microsoft YaHei'," +
    "'PingFang SC','WenQuanYi Micro Hei',sans-serif;overflow-wrap:anywhere";
  document.getElementById("container").append(tip);
  cy.on("mouseover", "node, edge", (event) => {
    const told = event.target.data("_tip");
    if (!told) return;
    tip.textContent = told;
    tip.style.display = "block";
    const at = event.renderedPosition, room = cy.width() - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(8, Math.min(at.x + 16, room))}px`;
    tip.style.top = `${Math.max(8, Math.min(at.y + 16, cy.height() - tip.offsetHeight - 8))}px`;
  });
  cy.on("mouseout tapstart viewport", () => { tip.style.display = "none"; });

  const only = (list) => { const wanted = new Set(list); return cy.nodes().filter((node) => wanted.has(node.id())); };
  const inView = (nodes) => {
    const box = nodes.boundingBox(), view = cy.extent();
    return box.x1 >= view.x1 && box.x2 <= view.x2 && box.y1 >= view.y1 && box.y2 <= view.y2;
  };

  // Whether what is drawn is what is told of: the component draws a moment later than the page.
  const upToDate = (board) => {
    const at = cy.nodes().map((node) => node.position());
    const xs = at.map((p) => p.x), ys = at.map((p) => p.y);
    const reach = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    return at.length === board.nodes && reach.every((edge, i) => Math.abs(edge - board.reach[i]) < 1);
  };

  // Called again and again: what is told is applied once.
  window.graphfraudShow = (board) => {
    const told = JSON.stringify(board);
    if (told === shown || !upToDate(board)) return;
    shown = told;
    quiet = true;
    const chosen = only(board.selected), found = only(board.found);
    cy.nodes().not(chosen).unselect();
    chosen.select();
    cy.nodes().removeStyle("underlay-color underlay-padding underlay-opacity");
    found.style({ "underlay-color": "#e69f00", "underlay-padding": 8, "underlay-opacity": 0.55 });
    quiet = false;
    const place = JSON.stringify([board.found, board.reach, board.nodes]);
    if (place === looked) return;
    const first = looked === "";
    looked = place;
    if (first) cy.fit(undefined, MARGIN);
    if (found.length) cy.animate({ fit: { eles: found, padding: 160 }, duration: 250 });
    else if (!first && !inView(cy.nodes())) cy.animate({ fit: { padding: MARGIN }, duration: 250 });
  };
})();
