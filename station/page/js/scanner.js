// A USB scanner types the code and Enter, wherever the focus is. Fields for typing keep what is typed into them.

const LONGEST = 64;
const FORGOTTEN_AFTER = 2000; // ms without a key: what came before was not part of this code

export function listenToScanner(onText) {
  let typed = "";
  let last = 0;
  addEventListener(
    "keydown",
    (event) => {
      if (isField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.timeStamp - last > FORGOTTEN_AFTER) typed = "";
      last = event.timeStamp;
      if (event.key === "Enter" && typed) {
        event.preventDefault(); // or it would press the button that has the focus
        const text = typed;
        typed = "";
        onText(text);
      } else if (event.key.length === 1 && (typed || event.key !== " ")) {
        event.preventDefault();
        if (typed.length <= LONGEST) typed += event.key;
      }
    },
    { capture: true },
  );
}

function isField(target) {
  return target instanceof HTMLInputElement && ["text", "time"].includes(target.type);
}
