// A field that grows with its words holds one line nevertheless: the key for another line does nothing.

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("[data-one-line]")) return;
  event.preventDefault();
});
