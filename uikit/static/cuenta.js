// The sum that a device does in place of a captcha: it tries one number after another, each as slow
// as PBKDF2 makes it, and says which one gives the target.
"use strict";

const PATIENCE = 60_000;  // milliseconds; a device that needs longer asks for help instead

const derive = async (sum, number) => {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", bytes.encode(String(number)), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes.encode(sum.id), iterations: sum.rounds };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(how, key, 128));
  return Array.from(bits, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

onmessage = async ({ data: sum }) => {
  const end = Date.now() + PATIENCE;
  try {
    for (let number = 0; number <= sum.most && Date.now() < end; number += 1) {
      if (await derive(sum, number) === sum.target) {
        postMessage(String(number));
        return;
      }
    }
  } catch { /* told below */ }
  postMessage("");
};
