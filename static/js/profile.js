// What the device knows about its own clock, and how the name will look on the certificate. Everything works without it.

const OLD_NAMES = { "Europe/Kiev": "Europe/Kyiv" };

function zoneOfDevice() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  return OLD_NAMES[zone] || zone;
}

function fillHiddenZone(input) {
  input.value = input.value || zoneOfDevice();
}

function offerZone(offer) {
  const select = document.getElementById(offer.dataset.timeZoneOffer);
  const option = [...select.options].find((each) => each.value === zoneOfDevice());
  if (!option || select.value === option.value) return;
  const button = offer.querySelector("button");
  button.textContent = option.textContent;
  button.addEventListener("click", () => {
    select.value = option.value;
    offer.hidden = true;
    select.focus();
  });
  offer.hidden = false;
}

function followNames(preview) {
  const inputs = preview.dataset.from.split(" ").map((id) => document.getElementById(id));
  const show = () => {
    preview.textContent = inputs.map((input) => input.value.trim()).find(Boolean) || preview.textContent;
  };
  inputs.forEach((input) => input.addEventListener("input", show));
}

document.querySelectorAll("input[data-time-zone]").forEach(fillHiddenZone);
document.querySelectorAll("[data-time-zone-offer]").forEach(offerZone);
document.querySelectorAll("[data-certificate-preview]").forEach(followNames);
