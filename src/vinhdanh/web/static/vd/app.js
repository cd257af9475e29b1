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

/* Biểu mẫu bị trả lại: đặt con trỏ vào phần tóm lỗi, Tab một lần là tới chỗ sai đầu tiên. */
document.querySelector("[data-tom-loi]")?.focus();

/* Lỗi nói bằng tiếng Việt của trang, không bằng tiếng của trình duyệt; máy chủ kiểm mọi ô. */
for (const form of document.querySelectorAll("form[method=post]")) form.noValidate = true;

/* Lưới nhập: sửa xong ô nào thì tới ô sai kế tiếp, khi ô vừa sửa không còn trên lưới. */
let rowLeft = 0;
const rowOf = (element) => Number(element?.closest("tr[id^=d]")?.id.slice(1).replace(/\D/g, "") || 0);
document.addEventListener("htmx:beforeRequest", (event) => {
  rowLeft = rowOf(event.target);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "luoi" || (document.activeElement && document.activeElement !== document.body)) return;
  const wrong = [...document.querySelectorAll("#luoi td:is(.is-khong, .is-ro) .vd-o")];
  const next = wrong.find((cell) => rowOf(cell) >= rowLeft) || wrong[0] || document.querySelector("#luoi .btn-primary:not(:disabled)");
  next?.focus();
});

/* Dữ kiện theo năm: mở ra ở những năm gần nhất; các năm trước cuộn ngược lại. */
for (const table of document.querySelectorAll("table.vd-nien")) table.parentElement.scrollLeft = table.scrollWidth;
