// Who reads the camera's pictures: the browser itself where it can, else zxing as WebAssembly where the set-up brought
// it, else the station's server.

const LIBRARY = "/station/zxing";
const WIDEST = { own: 960, server: 640 }; // pixels: a card at arm's length is read at either
const QUALITY = 0.7; // of the JPEG: 20 to 40 KB a frame
const MOST = 4; // codes in one picture

const READERS = { browser: browsersReader, zxing: zxingReader, server: serversReader }; // the best first

// A reader: {name, pause (ms between looks), read(video) -> texts}. `broken`: the name of one that is there and reads
// nothing, as some browsers' own; then the next after it.
export async function openReader(base, broken = null) {
  const names = Object.keys(READERS);
  for (const name of names.slice(names.indexOf(broken) + 1)) {
    const reader = await READERS[name](base);
    if (reader) return { name, ...reader };
  }
}

async function browsersReader() {
  if (!("BarcodeDetector" in window)) return null;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const read = async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue);
  return { pause: 60, read };
}

async function zxingReader() {
  let zxing;
  try {
    zxing = await import(`${LIBRARY}/es/reader/index.js`);
    const locateFile = (file) => `${LIBRARY}/reader/${file}`;
    await zxing.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  } catch {
    return null; // not installed, or a browser without WebAssembly
  }
  const canvas = document.createElement("canvas");
  const options = { formats: ["QRCode"], maxNumberOfSymbols: MOST };
  const read = async (video) => {
    const found = await zxing.readBarcodes(picture(video, canvas, WIDEST.own), options);
    return found.map(({ text }) => text);
  };
  return { pause: 60, read };
}

function serversReader(base) {
  const canvas = document.createElement("canvas");
  const read = async (video) => {
    picture(video, canvas, WIDEST.server);
    const body = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    const headers = { "Content-Type": "image/jpeg" };
    const response = await fetch(`${base}/frames`, { method: "POST", headers, body, signal: AbortSignal.timeout(3000) });
    return response.ok ? (await response.json()).texts : [];
  };
  return { pause: 250, read };
}

function picture(video, canvas, widest) {
  const scale = Math.min(1, widest / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = video.videoWidth * scale;
  canvas.height = video.videoHeight * scale;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
