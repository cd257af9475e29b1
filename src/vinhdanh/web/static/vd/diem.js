// The score sheet like a spreadsheet: arrows and Enter move between cells, a cell is saved when it is left.
"use strict";
(() => {
  const sheet = document.getElementById("phieu");
  if (!sheet || !sheet.dataset.o) return;
  const told = document.getElementById("luu");
  const cells = () => [...sheet.querySelectorAll("tbody input:not([type=hidden]), tbody select")];
  const rowOf = (cell) => cell.closest("tr[data-path]");

  sheet.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("tbody input, tbody select")) return;
    const down = event.key === "Enter" || (event.key === "ArrowDown" && cell.tagName !== "SELECT" && !cell.list);
    const up = event.key === "ArrowUp" && cell.tagName !== "SELECT" && !cell.list;
    if (!down && !up) return;
    event.preventDefault();
    const all = cells();
    const next = all[all.indexOf(cell) + (up ? -1 : 1)];
    if (next) { next.focus(); if (next.select) next.select(); } else { cell.blur(); }
  });

  const show = (row, answer) => {
    for (const [path, points] of Object.entries(answer.points)) {
      const at = sheet.querySelector(`tr[data-path="${CSS.escape(path)}"] [data-diem], tr[data-path="${CSS.escape(path)}"][data-diem]`);
      if (at) at.textContent = points;
    }
    sheet.querySelector("[data-tong]").textContent = answer.total;
    row.querySelector("input[name$=':version']").value = answer.version;
  };

  const wrong = (row, problems) => {
    row.classList.toggle("is-sai", Object.keys(problems).length > 0);
    row.querySelector(".vd-diem__loi").textContent = problems[""] || problems.why || problems.na || "";
    for (const cell of row.querySelectorAll("input[name], select[name]")) {
      const name = cell.name.slice(cell.name.indexOf(":") + 1);
      const said = document.getElementById(`l-${cell.name}`);
      cell.classList.toggle("is-invalid", name in problems);
      if (name in problems) { cell.setAttribute("aria-invalid", "true"); cell.setAttribute("aria-describedby", `l-${cell.name}`); }
      else { cell.removeAttribute("aria-invalid"); }
      if (said) said.textContent = problems[name] || "";
    }
  };

  const save = async (row) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", sheet.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("path", row.dataset.path);
    for (const cell of row.querySelectorAll("input[name], select[name]")) {
      if (cell.type !== "checkbox" || cell.checked) body.append(cell.name, cell.value);
    }
    told.textContent = "Đang lưu …";
    try {
      const answer = await fetch(sheet.dataset.o, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status === 422) {
        wrong(row, (await answer.json()).problems);
        told.textContent = "Chưa lưu: có ô cần sửa.";
      } else if (answer.ok) {
        wrong(row, {});
        show(row, await answer.json());
        told.textContent = "Đã lưu.";
      } else {
        told.textContent = "Chưa lưu được. Hãy tải lại trang rồi nhập lại ô này.";
      }
    } catch {
      told.textContent = "Mất kết nối, chưa lưu. Hãy thử lại.";
    }
  };

  // One save a row at a time, in order: the version of the answer goes into the next one.
  const waiting = new Map();
  sheet.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    if (row) waiting.set(row, (waiting.get(row) || Promise.resolve()).then(() => save(row)));
  });
})();
