// What the person waits for comes into view: an offer anywhere, and on a phone, where it is below the form, the result.
export default function ({ data }) {
  // After the redraw that the click has brought.
  const show = (selector, block) =>
    setTimeout(() => document.querySelector(selector)?.scrollIntoView({ block }), 250);
  const before = window.orqFollow;
  window.orqFollow = data;
  if (data.offer && data.offer !== before?.offer) show(data.offer, "center");
  if (!before || before.call === data.call || !data.call || window.innerWidth > 640) return;
  show(data.tabs, "start");
}
