/* Bấm vào viện dẫn: mở lời điều khoản ngay tại chỗ. Giữ Ctrl hoặc không có JavaScript: mở trang điều khoản. */
"use strict";
(() => {
  let box = null;
  const frame = () => {
    if (!box) {
      box = document.createElement("div");
      box.className = "vd-dan-khung";
      box.setAttribute("popover", "auto");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", "Lời điều khoản");
      document.body.append(box);
    }
    return box;
  };
  const open = async (link) => {
    const answer = await fetch(link.dataset.khung, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const place = frame();
    place.innerHTML = await answer.text();
    place.showPopover();
    place.addEventListener("toggle", (e) => { if (e.newState === "closed") link.focus(); }, { once: true });
    place.querySelector("a")?.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.vd-dan[data-khung]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0 || !("popover" in HTMLElement.prototype)) return;
    event.preventDefault();
    open(link).catch(() => { window.location.href = link.href; });
  });
})();
