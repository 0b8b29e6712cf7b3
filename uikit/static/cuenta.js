// The sum that a device does in place of a captcha: it tries one number after another, each as slow
// as PBKDF2 makes it, and says which one gives the target.
"use strict";

onmessage = async ({ data: sum }) => {
  const bytes = new TextEncoder();
  const salt = bytes.encode(sum.id);
  for (let number = 0; number <= sum.most; number += 1) {
    const key = await crypto.subtle.importKey("raw", bytes.encode(String(number)), "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: sum.rounds };
    const bits = new Uint8Array(await crypto.subtle.deriveBits(key, how, 128));
    const hex = Array.from(bits, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex === sum.target) {
      postMessage(String(number));
      return;
    }
  }
  throw new Error("no such number");
};
