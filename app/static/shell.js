// What the frame does in the browser: links without a page load, the language of the page, the colour scheme.
(() => {
  const root = document.documentElement;
  root.lang = document.currentScript.dataset.lang;
  delete document.body.dataset.leaving;
  document.body.dataset.drawn = location.search;
  if (window.graphfraudFrame) return;
  window.graphfraudFrame = true;

  // Streamlit reruns on a history change.
  const follow = (event, link) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.classList.contains("gf-again") || link.href === location.href) {
      location.reload();
      return;
    }
    history.pushState({}, "", link.href);
    // Until the new view is drawn, the old one must not pass for it (styles/frame.css hides what is stale).
    document.body.dataset.leaving = "yes";
    window.dispatchEvent(new PopStateEvent("popstate"));
    const main = document.querySelector('[data-testid="stMain"]');
    if (main) main.scrollTo(0, 0);
  };

  // Dialogs and menus hang outside the app's element, which alone knows the scheme.
  const scheme = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app) root.style.colorScheme = getComputedStyle(app).colorScheme;
  };
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  prefersDark.addEventListener("change", () => setTimeout(scheme, 300));
  scheme();

  // Streamlit keeps the reader's choice in this browser and reads it when the page loads; the address holds the rest.
  const change = () => {
    const wanted = root.style.colorScheme === "dark" ? "Light" : "Dark";
    const followsSystem = (wanted === "Dark") === prefersDark.matches;
    localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(followsSystem ? "System" : wanted));
    location.reload();
  };

  document.addEventListener("click", (event) => {
    const at = (css) => event.target.closest && event.target.closest(css);
    if (at("button.gf-theme")) change();
    else if (at("a.gf-skip")) {
      event.preventDefault();
      const start = document.getElementById("gf-content");
      if (start) { start.focus(); start.scrollIntoView(); }
    } else if (at("a.gf")) follow(event, at("a.gf"));
  });
})();
