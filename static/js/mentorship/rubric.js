// The points of a rubric, together.

export function sumPoints(form) {
  const sum = form.querySelector("[data-points-sum]");
  if (!sum) return;
  form.addEventListener("change", () => {
    const chosen = [...form.querySelectorAll("input[data-points]:checked")].map((radio) => Number(radio.dataset.points));
    sum.textContent = chosen.reduce((total, points) => total + points, 0);
  });
}
