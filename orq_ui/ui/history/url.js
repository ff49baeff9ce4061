// Streamlit does nothing when the navigation's link to the open page is clicked: this tells of it.
export default function ({ data, setTriggerValue }) {
  const click = (event) => {
    const link = event.target.closest?.(data.links);
    const is_plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !is_plain || new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("home", true);
  };
  document.addEventListener("click", click, true);
  return () => document.removeEventListener("click", click, true);
}
