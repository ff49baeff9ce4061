// The progress of a call, drawn here alone. The page hears of the call once, when it has ended: a page that asked again and
// again could lose what Streamlit sends at the end.
const PAUSE_MS = 1000, REMIND_MS = 4000, ASK_AGAIN = 202;

export default function ({ data, parentElement, setTriggerValue }) {
  const bar = parentElement.querySelector("[role=progressbar]"), text = parentElement.querySelector("p");
  const began = performance.now() - data.elapsed_ms;
  const draw = () => {
    const seconds = (performance.now() - began) / 1000;
    // No end is known, so the bar only nears its own.
    bar.firstElementChild.style.width = `${100 * (1 - 1 / (1 + seconds / 8))}%`;
    text.textContent = `${data.text} · ${seconds.toFixed(1)} s`;
  };
  draw();
  const drawing = setInterval(draw, 100), left = new AbortController();
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const hasEnded = async () => {
    try {
      const answer = await fetch(data.url, { signal: left.signal, cache: "no-store" });
      return answer.status !== ASK_AGAIN && answer.status < 500;
    } catch {
      return false;
    }
  };
  const watch = async () => {
    while (!left.signal.aborted && !(await hasEnded())) await pause(PAUSE_MS);
    // Until the page draws something else here: a message may go down with its connection.
    for (let wait = REMIND_MS; !left.signal.aborted; wait *= 2) {
      setTriggerValue("ended", data.call);
      await pause(wait);
    }
  };
  watch();
  return () => {
    clearInterval(drawing);
    left.abort();
  };
}
