// Follow links inside the explorer without loading the page again: Streamlit reruns on a history change.
document.documentElement.lang = "LANG";
delete document.body.dataset.leaving;
if (!window.graphfraudLinks) {
  window.graphfraudLinks = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.gf");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const before = location.href;
    history.pushState({}, "", link.getAttribute("href"));
    if (location.href === before) return;
    // Until the new view is drawn, the old one must not pass for it (styles/frame.css hides what is stale).
    document.body.dataset.leaving = "yes";
    window.dispatchEvent(new PopStateEvent("popstate"));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  });
}
// PLACE
