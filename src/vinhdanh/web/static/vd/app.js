/* Việc nhỏ phía trình duyệt; trang đọc được và gửi được khi không có tệp này. */
"use strict";

/* Khi in, mở mọi phần đang gập; in xong gập lại như cũ. */
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const part of folded) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
  folded = [];
});

/* Một biểu mẫu chỉ gửi một lần, dù bấm mấy lần; quay lại trang thì gửi được lần nữa. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest ? event.target.closest("form[data-sent]") : null;
  if (form) delete form.dataset.sent;
});

/* Lọc trên danh sách: đổi một ô chọn là gửi luôn (form có data-gui-ngay; không có tệp này thì bấm nút). */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-gui-ngay]");
  if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
});

/* In trang: nút có data-in. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-in]")) window.print();
});
