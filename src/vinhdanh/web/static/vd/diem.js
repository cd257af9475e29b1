/* Phiếu điểm như một bảng tính: Enter, mũi tên sang ô khác; Esc trả lại ô; rời một dòng thì dòng đó được lưu.
   Chữ đã nhập không bao giờ mất: dòng chưa lưu giữ nguyên, nói vì sao, và tự lưu khi có mạng lại. */
"use strict";
(() => {
  const sheet = document.getElementById("phieu");
  if (!sheet || !sheet.dataset.o) return;
  const told = document.getElementById("luu");
  const rows = [...sheet.querySelectorAll("tr[data-path]")].filter((row) => row.querySelector("input[name$=':version']"));
  const say = (words) => { told.textContent = words; };
  const rowOf = (cell) => rows.find((row) => row.contains(cell));
  const fields = (row) => [...row.querySelectorAll("input[name]:not([type=hidden]), select[name]")];
  const valueOf = (cell) => (cell.type === "checkbox" ? cell.checked : cell.value);
  const codeOf = (row) => row.querySelector("td").textContent;

  /* Giá trị đã lưu của từng ô; khác với nó là chưa lưu. */
  const kept = new Map();
  const keep = (row, values) => fields(row).forEach((cell, i) => kept.set(cell, values[i]));
  for (const row of rows) keep(row, fields(row).map((cell) => (row.classList.contains("is-sai") ? null : valueOf(cell))));
  const dirty = (row) => fields(row).some((cell) => kept.get(cell) !== valueOf(cell));
  const unsaved = () => rows.filter(dirty);

  const wrong = (row, problems) => {
    row.classList.toggle("is-sai", Object.keys(problems).length > 0);
    const shown = new Set();
    for (const cell of fields(row)) {
      const name = cell.name.slice(cell.name.indexOf(":") + 1);
      const said = document.getElementById(`l-${cell.name}`);
      const bad = name in problems;
      cell.classList.toggle("is-invalid", bad);
      if (bad) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
      if (!said) continue;
      said.textContent = problems[name] || "";
      shown.add(name);
      if (bad) cell.setAttribute("aria-describedby", said.id); else cell.removeAttribute("aria-describedby");
    }
    row.querySelector(".vd-diem__loi").textContent = Object.entries(problems).filter(([name]) => !shown.has(name)).map(([, words]) => words).join(" ");
  };

  const rowAt = (path) => sheet.querySelector(`tr[data-path="${CSS.escape(path)}"]`);
  const show = (row, answer) => {
    for (const [path, points] of Object.entries(answer.points)) rowAt(path).querySelector("[data-diem]").textContent = points;
    for (const [path, change] of Object.entries(answer.changes || {})) (path ? rowAt(path) : sheet).querySelector(path ? "[data-lech]" : "[data-tong-lech]").textContent = change;
    sheet.querySelector("[data-tong]").textContent = answer.total;
    row.querySelector("input[name$=':version']").value = answer.version;
    const how = row.querySelector("[data-cach]");
    how.hidden = !answer.formula || !/\d/.test(answer.points[row.dataset.path]);
    how.querySelector("p").textContent = answer.formula;
    for (const old of how.querySelectorAll("p + p")) old.remove();
    for (const words of answer.notes) { const p = document.createElement("p"); p.className = "vd-phu"; p.textContent = words; how.append(p); }
  };

  const send = (row) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", sheet.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("path", row.dataset.path);
    for (const cell of row.querySelectorAll("input[name], select[name]")) if (cell.type !== "checkbox" || cell.checked) body.append(cell.name, cell.value);
    return fetch(sheet.dataset.o, { method: "POST", body, headers: { Accept: "application/json" } });
  };

  const failed = (row, words) => {
    wrong(row, { "": words });
    row.classList.add("is-cho");
    say(`${codeOf(row)}: ${words}`);
  };

  const save = async (row) => {
    if (!dirty(row)) return;
    const values = fields(row).map(valueOf);
    say("Đang lưu …");
    let answer;
    try { answer = await send(row); } catch { failed(row, "Mất kết nối, chưa lưu. Chữ đã nhập còn nguyên, có mạng lại sẽ tự lưu."); return; }
    row.classList.remove("is-cho");
    if (answer.redirected) {
      failed(row, "Phiên đăng nhập đã hết, chưa lưu. Đăng nhập ở thẻ khác, rồi bấm “Lưu tất cả” ở đây.");
    } else if (answer.status === 422) {
      const { problems } = await answer.json();
      wrong(row, problems);
      say(`${codeOf(row)} chưa lưu: ${Object.values(problems).join(" ")}`);
    } else if (answer.ok) {
      const said = await answer.json();
      keep(row, values);
      wrong(row, {});
      show(row, said);
      say(`Đã lưu ${codeOf(row)}: ${said.points[row.dataset.path]}. Tổng ${said.total}.`);
      for (const other of rows) if (other.classList.contains("is-cho")) later(other);
    } else {
      failed(row, answer.status === 403 ? "Không còn được nhập điểm ở bước này, chưa lưu. Chép lại chữ đã nhập, rồi tải lại trang." : "Máy chủ chưa lưu được. Bấm “Lưu tất cả” để thử lại.");
    }
  };

  /* Mỗi lúc một lần lưu, theo đúng thứ tự: số bản của câu trả lời đi vào lần lưu sau. */
  let line = Promise.resolve();
  const later = (row) => { line = line.then(() => save(row)).catch(() => failed(row, "Chưa lưu được. Bấm “Lưu tất cả” để thử lại.")); return line; };

  sheet.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (row && !row.contains(event.relatedTarget)) later(row);
  });
  sheet.addEventListener("change", (event) => {
    const row = rowOf(event.target);
    const why = row && row.querySelector("input[name$=':why']");
    if (row && event.target.matches("select, [type=checkbox]") && !(why && !why.value.trim())) later(row);
  });
  window.addEventListener("online", () => unsaved().forEach(later));
  window.addEventListener("beforeunload", (event) => { if (unsaved().length) event.preventDefault(); });

  /* Bàn phím. */
  const cells = () => [...sheet.querySelectorAll(".vd-diem__o input, .vd-diem__o select")].filter((cell) => !cell.closest("details:not([open])"));
  const go = (cell, step) => {
    const all = cells();
    const next = all[all.indexOf(cell) + step] || (step > 0 ? sheet.querySelector(".vd-to__chan button") : cell);
    next.focus();
    if (next.select) next.select();
  };
  const restore = (cell) => {
    const row = rowOf(cell);
    const before = kept.get(cell);
    if (before === null || before === undefined) return;
    if (cell.type === "checkbox") cell.checked = before; else cell.value = before;
    if (!dirty(row)) { wrong(row, {}); row.classList.remove("is-cho"); }
    say("Đã trả lại ô.");
  };
  sheet.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!rowOf(cell) || !cell.matches("input, select") || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const own = cell.tagName === "SELECT" || cell.list; /* mũi tên chọn trong danh sách */
    if (event.key === "Escape") { restore(cell); return; }
    if (event.key === "Enter") { event.preventDefault(); go(cell, event.shiftKey ? -1 : 1); }
    if (event.key === "ArrowDown" && !own) { event.preventDefault(); go(cell, 1); }
    if (event.key === "ArrowUp" && !own) { event.preventDefault(); go(cell, -1); }
  });

  /* Nút của trang chờ lưu xong; còn dòng chưa lưu thì không gửi, đưa về đúng ô. */
  let ready = null;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === ready || form.method !== "post" || (form !== sheet && !unsaved().length)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    unsaved().forEach(later);
    line.then(() => {
      const left = unsaved();
      if (left.length) {
        say(`Còn ${left.length} dòng chưa lưu (${left.map(codeOf).join(", ")}). Sửa các ô được báo rồi làm tiếp.`);
        (left[0].querySelector(".is-invalid") || fields(left[0])[0]).focus();
      } else if (form === sheet) {
        say("Đã lưu tất cả.");
      } else {
        ready = form;
        form.requestSubmit(button);
      }
    });
  }, true);
})();
