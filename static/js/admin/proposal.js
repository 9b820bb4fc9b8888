// Counts what each mentor has with what is ticked, as it is changed. Without it "Count again" asks the server.

const form = document.querySelector("[data-proposal]");

function count() {
  const change = new Map();
  const add = (mentor, number) => change.set(mentor, (change.get(mentor) ?? 0) + number);
  for (const choice of form.querySelectorAll("select[name^='mentor-']")) {
    const id = choice.name.slice("mentor-".length);
    const was = form.elements[`was-${id}`].value;
    if (!form.elements[`take-${id}`].checked || choice.value === "none" || choice.value === was) continue;
    add(choice.value, 1);
    add(was, -1);
  }
  for (const row of form.querySelectorAll("[data-total]")) {
    const then = Number(row.dataset.apart) + (change.get(row.dataset.total) ?? 0);
    row.querySelector("[data-then]").textContent = then;
    row.querySelector("[data-too-many]").hidden = then <= Number(row.dataset.most);
  }
}

if (form) {
  form.addEventListener("change", count);
  form.querySelector("[data-count]").hidden = true;
  count(); // a browser that goes back fills the form in again
}
