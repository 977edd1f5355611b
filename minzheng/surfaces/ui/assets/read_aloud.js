// 朗读：only where the browser has a voice for it; without this file everything else works.
(() => {
  const button = document.querySelector("[data-read-aloud]");
  const speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) return;
  button.hidden = false;
  const shown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const sentences = () =>
    [...document.querySelectorAll("main h1, main h2, main h3, main p, main li, main dt, main dd, main label, main legend, main summary, main th, main td")]
      .filter((element) => shown(element) && !element.closest("nav") && !element.querySelector("p, li, dt, h2, h3, label, summary"))
      .map((element) => element.innerText.trim())
      .filter(Boolean);
  const stop = () => {
    speech.cancel();
    button.setAttribute("aria-pressed", "false");
    button.querySelector("span").textContent = "朗读";
  };
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return stop();
    const texts = sentences();
    if (!texts.length) return;
    button.setAttribute("aria-pressed", "true");
    button.querySelector("span").textContent = "停止";
    texts.forEach((text, index) => {
      const utterance = new SpeechSynthesisUtterance(text);
      utterance.lang = "zh-CN";
      utterance.rate = 0.9;
      if (index === texts.length - 1) utterance.onend = stop;
      speech.speak(utterance);
    });
  });
  window.addEventListener("pagehide", () => speech.cancel());
})();
