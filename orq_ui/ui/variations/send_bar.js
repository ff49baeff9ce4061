// On a phone the result is below the form: sending brings it into view.
export default function ({ data }) {
  const before = window.orqCall;
  window.orqCall = data.call;
  if (before === undefined || before === data.call || !data.call || window.innerWidth > 640) return;
  const tabs = () => document.querySelector(data.tabs);
  // After the redraw that the click has brought.
  setTimeout(() => tabs()?.scrollIntoView({ block: "start" }), 250);
}
