// What a scanner may give: "A1" and 13 letters of base32, whatever the keyboard made of their case.

const CARD = /^(?:\S+[?&]START=)?(A1[A-Z2-7]{13})$/; // bare, or in the link that a phone's camera opens
// What a reader of RFID cards types: the server knows which of them the school has registered.
const READER = /^([0-9A-F]{8,20})$/;
// What an eye takes for a letter: a card has no such digits after "A1".
const LOOKALIKES = { 0: "O", 1: "I", 8: "B" };
const NONCE_BYTES = 16;

// A reader's number stays one, whatever a card's letters could be made of it.
export function asCode(text) {
  const typed = text.trim().toUpperCase();
  const letters = typed.replace(/\s/g, ""); // a card prints them in groups
  const shown = CARD.exec(letters) ?? READER.exec(typed) ?? CARD.exec(readAsLetters(letters));
  return shown ? shown[1] : null;
}

function readAsLetters(typed) {
  return typed.slice(0, 2) + typed.slice(2).replace(/[018]/g, (digit) => LOOKALIKES[digit]);
}

// Of a card of ours; a reader's number may as well be a NIS that somebody types.
export const isCard = (code) => CARD.test(code.toUpperCase());

// Not crypto.randomUUID: a page that is served in plain http on the school's network does not have it.
export function newNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
