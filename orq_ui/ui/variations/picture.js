// Streamlit's uploader takes files by click and drop only: this lets a picture be pasted anywhere on the page.
export default function ({ data }) {
  const paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])].filter(
      // A HEIC photo comes without a type where the system does not know it.
      (file) => file.type.startsWith("image/") || !file.type,
    );
    const input = document.querySelector(data.input);
    if (!files.length || !input) return;
    event.preventDefault();
    const carrier = new DataTransfer();
    carrier.items.add(files[0]);
    input.files = carrier.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("paste", paste);
  return () => document.removeEventListener("paste", paste);
}
